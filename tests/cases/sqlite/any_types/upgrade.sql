-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a UNSIGNED BIG INT,
    b NATIVE CHARACTER(70),
    c INT8,
    d DOUBLE PRECISION,
    e DECIMAL(10,5),
    f NUMERIC(10,-2),
    g MY TYPE,
    h ANOTHER ONE,
    i "CHECK",
    j STRING,
    k FLOATING POINT(8),
    l boolean
);

INSERT INTO _dbwarden_new_t (id, a, b, c) SELECT id, a, b, c FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
