-- dbwarden: foreign-keys-off

DROP INDEX IF EXISTS by_x;

DROP TABLE c;

CREATE TABLE _dbwarden_new_a (
    x TEXT
);

INSERT INTO _dbwarden_new_a (rowid, x) SELECT rowid, x FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS by_x ON a (x);

CREATE TABLE _dbwarden_new_b (
    x TEXT
);

INSERT INTO _dbwarden_new_b (rowid, x) SELECT rowid, x FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE IF NOT EXISTS d (
    x INT
);

CREATE INDEX IF NOT EXISTS of_c ON d (x);
