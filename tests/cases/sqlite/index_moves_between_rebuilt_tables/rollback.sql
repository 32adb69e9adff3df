DROP TABLE d;
CREATE TABLE _dbwarden_new_b (
    x INT
);
INSERT INTO _dbwarden_new_b (rowid, x) SELECT rowid, x FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS by_x ON b (x);
CREATE TABLE _dbwarden_new_a (
    x INT
);
INSERT INTO _dbwarden_new_a (rowid, x) SELECT rowid, x FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE IF NOT EXISTS c (
    x INT
);
CREATE INDEX IF NOT EXISTS of_c ON c (x);
CREATE INDEX IF NOT EXISTS by_x ON b (x);
