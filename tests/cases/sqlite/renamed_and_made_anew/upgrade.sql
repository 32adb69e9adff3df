-- dbwarden: foreign-keys-off

DROP TRIGGER changed;

ALTER TABLE users RENAME TO people;

ALTER TABLE people RENAME COLUMN mail TO email;

CREATE TABLE _dbwarden_new_people (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL DEFAULT '',
    age INT CHECK (age >= 0)
);

INSERT INTO _dbwarden_new_people (id, email, age) SELECT id, coalesce(email, ''), age FROM people;

DROP TABLE people;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_people RENAME TO people;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS users_mail ON people (email);

CREATE TRIGGER changed AFTER UPDATE OF email ON people BEGIN
    INSERT INTO log (line) VALUES (NEW.email || '; mail');
END;
