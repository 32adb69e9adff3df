-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_names (
    id INTEGER PRIMARY KEY,
    a TEXT COLLATE NOCASE,
    b TEXT,
    c TEXT
);

INSERT INTO _dbwarden_new_names (id, a, b, c) SELECT id, a, b, c FROM names;

DROP TABLE names;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_names RENAME TO names;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS names_b ON names (b COLLATE RTRIM DESC);
