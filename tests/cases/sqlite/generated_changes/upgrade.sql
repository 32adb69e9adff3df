-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a INT,
    b INT GENERATED ALWAYS AS (a + 2) VIRTUAL,
    c INT,
    d INT GENERATED ALWAYS AS (a - 1) VIRTUAL
);

INSERT INTO _dbwarden_new_t (rowid, a, c) SELECT rowid, a, c FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
