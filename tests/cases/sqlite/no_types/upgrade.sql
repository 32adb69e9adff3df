-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a PRIMARY KEY,
    b NOT NULL DEFAULT 0,
    c UNIQUE,
    d CHECK (d <> ''),
    e DEFAULT 'x' COLLATE NOCASE
);

INSERT INTO _dbwarden_new_t (rowid, a, b) SELECT rowid, a, coalesce(b, 0) FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
