-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    bio TEXT NOT NULL DEFAULT 'nothing',
    age INTEGER NOT NULL DEFAULT 18
);

INSERT INTO _dbwarden_new_users (id, email, bio, age) SELECT id, email, coalesce(bio, 'nothing'), coalesce(age, 18) FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;

-- rollback

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    bio TEXT,
    age INTEGER DEFAULT 1
);
INSERT INTO _dbwarden_new_users (id, email, bio, age) SELECT id, email, bio, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;

-- steps

-- rebuild table users: alter column users.bio: nullability, default, alter column users.age: nullability, default, comment: conditional
