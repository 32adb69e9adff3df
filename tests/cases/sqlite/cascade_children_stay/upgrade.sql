-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_authors (
    id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL DEFAULT ''
);

INSERT INTO _dbwarden_new_authors (id, name) SELECT id, coalesce(name, '') FROM authors;

DROP TABLE authors;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_authors RENAME TO authors;

PRAGMA legacy_alter_table = OFF;
