-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT NOT NULL,
    b TEXT NOT NULL
);

INSERT INTO _dbwarden_new_t (id, a, b) SELECT id, coalesce(a, 0), ('x'||id) FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
