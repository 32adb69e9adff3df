-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a TEXT
);

INSERT INTO _dbwarden_new_t (rowid, a) SELECT rowid, a FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
