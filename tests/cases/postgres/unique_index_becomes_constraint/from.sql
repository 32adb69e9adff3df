CREATE TABLE users (id INT NOT NULL, email TEXT, name TEXT, age INT, code TEXT UNIQUE);
CREATE UNIQUE INDEX users_pkey ON users (id);
CREATE UNIQUE INDEX users_email_key ON users (email) INCLUDE (name) NULLS NOT DISTINCT WITH (fillfactor = 80);
CREATE UNIQUE INDEX users_name_key ON users (name DESC);
CREATE UNIQUE INDEX users_age ON users (age);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_pkey;
CREATE TABLE logins (user_id INT REFERENCES users (id));
