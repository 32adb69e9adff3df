CREATE TABLE _dbwarden_new_readings (
    id INTEGER PRIMARY KEY,
    sensor TEXT NOT NULL,
    value REAL
);
INSERT INTO _dbwarden_new_readings (id, sensor, value) SELECT id, sensor, value FROM readings;
DROP TABLE readings;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_readings RENAME TO readings;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_loose (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY
) STRICT;
INSERT INTO _dbwarden_new_loose (rowid, key, value) SELECT rowid, key, value FROM loose;
DROP TABLE loose;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_loose RENAME TO loose;
PRAGMA legacy_alter_table = OFF;
