CREATE TABLE _dbwarden_new_authors (
    id INTEGER PRIMARY KEY,
    name TEXT
);
INSERT INTO _dbwarden_new_authors (id, name) SELECT id, name FROM authors;
DROP TABLE authors;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_authors RENAME TO authors;
PRAGMA legacy_alter_table = OFF;
