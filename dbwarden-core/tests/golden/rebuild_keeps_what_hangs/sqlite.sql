-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    bio TEXT NOT NULL
);

INSERT INTO sqlite_sequence (name, seq) SELECT '_dbwarden_new_users', seq FROM sqlite_sequence WHERE name = 'users';

INSERT INTO _dbwarden_new_users (id, email, bio) SELECT id, email, bio FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS by_hand ON users (bio);

CREATE TRIGGER trimmed AFTER INSERT ON users BEGIN
    UPDATE users SET email = trim(email) WHERE id = NEW.id;
END;

-- rollback

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    bio TEXT
);
INSERT INTO sqlite_sequence (name, seq) SELECT '_dbwarden_new_users', seq FROM sqlite_sequence WHERE name = 'users';
INSERT INTO _dbwarden_new_users (id, email, bio) SELECT id, email, bio FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS by_hand ON users (bio);
CREATE TRIGGER trimmed AFTER INSERT ON users BEGIN
    UPDATE users SET email = trim(email) WHERE id = NEW.id;
END;

-- steps

-- rebuild table users: alter column users.bio: nullability: conditional
--   fails if a row of `users` has NULL in `bio`
