CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, age INT CHECK (age > 0));
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT NOT NULL REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE log (line TEXT);
CREATE INDEX users_mail ON users (mail);
CREATE VIEW mails AS SELECT mail FROM users;
CREATE TRIGGER changed AFTER UPDATE OF mail ON users BEGIN
    INSERT INTO log (line) VALUES (NEW.mail || '; mail');
END;
