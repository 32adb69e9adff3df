CREATE TABLE _dbwarden_new_people (
    first TEXT,
    last TEXT,
    initials TEXT GENERATED ALWAYS AS (substr(first, 1, 1)) VIRTUAL
);
INSERT INTO _dbwarden_new_people (rowid, first, last) SELECT rowid, first, last FROM people;
DROP TABLE people;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_people RENAME TO people;
PRAGMA legacy_alter_table = OFF;
