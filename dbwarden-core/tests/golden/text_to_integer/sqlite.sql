-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    bio TEXT,
    age INTEGER NOT NULL DEFAULT 0
);

INSERT INTO _dbwarden_new_users (id, email, bio, age) SELECT id, email, bio, age FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;

-- rollback

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    bio TEXT,
    age TEXT NOT NULL DEFAULT '0'
);
INSERT INTO _dbwarden_new_users (id, email, bio, age) SELECT id, email, bio, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;

-- steps

-- rebuild table users: alter column users.age: type, default: conditional, destructive
--   fails or loses data if a value of `users.age` does not fit its new type
