-- upgrade
-- dbwarden: foreign-keys-off

ALTER TABLE users ADD COLUMN label_id INTEGER REFERENCES labels(id);

CREATE TABLE IF NOT EXISTS labels (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id)
);

DROP TABLE tags;

-- rollback

CREATE TABLE IF NOT EXISTS tags (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL
);
DROP TABLE labels;
CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    bio TEXT
);
INSERT INTO _dbwarden_new_users (id, email, bio) SELECT id, email, bio FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;

-- steps

-- rebuild table users: add column users.label_id, add foreign key (label_id) of users: conditional
-- add column users.label_id: real
-- create table labels: real
-- drop table tags: conditional, destructive
--   loses data
