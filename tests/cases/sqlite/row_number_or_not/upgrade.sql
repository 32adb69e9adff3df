-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_a (
    id INTEGER PRIMARY KEY DESC,
    n INT
);

INSERT INTO _dbwarden_new_a (rowid, id, n) SELECT rowid, id, n FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_b (
    id INTEGER PRIMARY KEY,
    n INT
);

INSERT INTO _dbwarden_new_b (id, n) SELECT id, n FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_c (
    id INTEGER PRIMARY KEY,
    n INT
);

INSERT INTO _dbwarden_new_c (id, n) SELECT id, n FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;
