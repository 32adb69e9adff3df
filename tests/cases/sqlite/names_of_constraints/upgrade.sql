-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a INT PRIMARY KEY,
    b INT CHECK (b > 0),
    c INT,
    CONSTRAINT one_b UNIQUE (b),
    CONSTRAINT a_positive CHECK (a > 0),
    CONSTRAINT c_above_zero CHECK (c > 0)
);

INSERT INTO _dbwarden_new_t (rowid, a, b, c) SELECT rowid, a, b, c FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
