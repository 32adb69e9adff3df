CREATE TABLE _dbwarden_new_named (
    id int PRIMARY KEY,
    name text NOT NULL CHECK (length(name) >= 3)
);
INSERT INTO _dbwarden_new_named (rowid, id, name) SELECT rowid, id, 'xxx' FROM named;
DROP TABLE named;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_named RENAME TO named;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_kinds (
    id int PRIMARY KEY,
    kind varchar(9) NOT NULL CHECK (kind IN ('round', 'square'))
);
INSERT INTO _dbwarden_new_kinds (rowid, id, kind) SELECT rowid, id, 'round' FROM kinds;
DROP TABLE kinds;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_kinds RENAME TO kinds;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_counted (
    id int PRIMARY KEY,
    number smallint NOT NULL UNIQUE CHECK (number > 0)
);
INSERT INTO _dbwarden_new_counted (rowid, id, number) SELECT rowid, id, rowid FROM counted;
DROP TABLE counted;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_counted RENAME TO counted;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_coded (
    id int PRIMARY KEY,
    code varchar(5) NOT NULL
);
INSERT INTO _dbwarden_new_coded (rowid, id, code) SELECT rowid, id, rowid FROM coded;
DROP TABLE coded;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_coded RENAME TO coded;
PRAGMA legacy_alter_table = OFF;
CREATE UNIQUE INDEX IF NOT EXISTS coded_once ON coded (code);
CREATE TABLE _dbwarden_new_adults (
    id int PRIMARY KEY,
    age int NOT NULL CHECK (age BETWEEN 18 AND 90)
);
INSERT INTO _dbwarden_new_adults (rowid, id, age) SELECT rowid, id, 18 FROM adults;
DROP TABLE adults;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_adults RENAME TO adults;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_addressed (
    id int PRIMARY KEY,
    address text NOT NULL UNIQUE
);
INSERT INTO _dbwarden_new_addressed (rowid, id, address) SELECT rowid, id, rowid FROM addressed;
DROP TABLE addressed;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_addressed RENAME TO addressed;
PRAGMA legacy_alter_table = OFF;
