-- dbwarden: foreign-keys-off

DROP INDEX IF EXISTS coded_once;

CREATE TABLE _dbwarden_new_addressed (
    id int PRIMARY KEY
);

INSERT INTO _dbwarden_new_addressed (rowid, id) SELECT rowid, id FROM addressed;

DROP TABLE addressed;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_addressed RENAME TO addressed;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_adults (
    id int PRIMARY KEY
);

INSERT INTO _dbwarden_new_adults (rowid, id) SELECT rowid, id FROM adults;

DROP TABLE adults;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_adults RENAME TO adults;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_counted (
    id int PRIMARY KEY
);

INSERT INTO _dbwarden_new_counted (rowid, id) SELECT rowid, id FROM counted;

DROP TABLE counted;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_counted RENAME TO counted;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_kinds (
    id int PRIMARY KEY
);

INSERT INTO _dbwarden_new_kinds (rowid, id) SELECT rowid, id FROM kinds;

DROP TABLE kinds;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_kinds RENAME TO kinds;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_named (
    id int PRIMARY KEY
);

INSERT INTO _dbwarden_new_named (rowid, id) SELECT rowid, id FROM named;

DROP TABLE named;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_named RENAME TO named;

PRAGMA legacy_alter_table = OFF;

ALTER TABLE coded DROP COLUMN code;
