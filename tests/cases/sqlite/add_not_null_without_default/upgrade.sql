-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

INSERT INTO _dbwarden_new_t (id) SELECT id FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
