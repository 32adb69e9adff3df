-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    bio TEXT,
    age INTEGER CHECK (age > 0),
    score INTEGER NOT NULL DEFAULT 10,
    updated_at DATETIME,
    friend_id INTEGER REFERENCES users(id)
);

INSERT INTO _dbwarden_new_users (id, email, bio) SELECT id, email, bio FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS ix_users_age ON users (age);

CREATE TRIGGER users_updated_at_touch AFTER UPDATE ON users
FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE users SET updated_at = CURRENT_TIMESTAMP WHERE rowid = NEW.rowid;
END;

-- rollback

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

-- rebuild table users: add column users.age, add column users.score, add column users.updated_at, add column users.friend_id, add check (age > 0) of users, add foreign key (friend_id) of users, add index ix_users_age on users: conditional
--   add check (age > 0) of users fails if a row of `users` does not meet it
--   add foreign key (friend_id) of users fails if a row of `users` refers to no row of `users`
