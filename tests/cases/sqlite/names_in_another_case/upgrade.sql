-- dbwarden: foreign-keys-off

ALTER TABLE Users RENAME TO _dbwarden_new_users;

ALTER TABLE _dbwarden_new_users RENAME TO users;

ALTER TABLE tags RENAME COLUMN Name TO name;

ALTER TABLE users RENAME COLUMN Id TO id;

ALTER TABLE users RENAME COLUMN Email TO email;

ALTER TABLE users RENAME COLUMN Age TO age;

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT UNIQUE,
    age BIGINT
);

INSERT INTO _dbwarden_new_users (id, email, age) SELECT id, email, age FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS users_age ON users (age);
