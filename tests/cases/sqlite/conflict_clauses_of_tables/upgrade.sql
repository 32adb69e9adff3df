-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a INT,
    b INT,
    c INT,
    PRIMARY KEY (a, b) ON CONFLICT IGNORE,
    CONSTRAINT one_c UNIQUE (c) ON CONFLICT FAIL,
    CHECK (c > 0) ON CONFLICT ROLLBACK
);

INSERT OR ABORT INTO _dbwarden_new_t (rowid, a, b, c) SELECT rowid, a, b, c FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE IF NOT EXISTS counted (
    id INTEGER PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT
);
