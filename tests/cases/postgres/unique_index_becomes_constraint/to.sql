CREATE TABLE users (
    id INT PRIMARY KEY,
    email TEXT,
    name TEXT UNIQUE,
    age INT UNIQUE,
    code TEXT,
    CONSTRAINT users_email_key UNIQUE NULLS NOT DISTINCT (email) INCLUDE (name)
        WITH (fillfactor = 80) DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX users_code_key ON users (code);
ALTER TABLE users REPLICA IDENTITY USING INDEX users_pkey;
CREATE TABLE logins (user_id INT REFERENCES users (id));
