CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '', age INT CHECK (age >= 0));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT NOT NULL REFERENCES people (id) ON DELETE CASCADE);
CREATE TABLE log (line TEXT);
CREATE INDEX users_mail ON people (email);
CREATE VIEW mails AS SELECT email FROM people;
CREATE TRIGGER changed AFTER UPDATE OF email ON people BEGIN
    INSERT INTO log (line) VALUES (NEW.email || '; mail');
END;
