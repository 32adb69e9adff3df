-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a INT,
    b INT,
    c INT UNIQUE,
    UNIQUE (a, b)
);

INSERT INTO _dbwarden_new_t (rowid, a, b, c) SELECT rowid, a, b, c FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_u (
    a INT UNIQUE,
    b INT
);

INSERT INTO _dbwarden_new_u (rowid, a, b) SELECT rowid, a, b FROM u;

DROP TABLE u;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_u RENAME TO u;

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX IF NOT EXISTS u_b ON u (b) WHERE b > 0;
