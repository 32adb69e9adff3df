DROP TRIGGER changed;
CREATE TABLE _dbwarden_new_people (
    id INTEGER PRIMARY KEY,
    email TEXT,
    age INT CHECK (age > 0)
);
INSERT INTO _dbwarden_new_people (id, email, age) SELECT id, email, age FROM people;
DROP TABLE people;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_people RENAME TO people;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS users_mail ON people (email);
ALTER TABLE people RENAME COLUMN email TO mail;
ALTER TABLE people RENAME TO users;
CREATE TRIGGER changed AFTER UPDATE OF mail ON users BEGIN
    INSERT INTO log (line) VALUES (NEW.mail || '; mail');
END;
