-- upgrade
-- dbwarden: foreign-keys-off

ALTER TABLE users ADD COLUMN age INTEGER CHECK (age > 0);

ALTER TABLE users ADD COLUMN score INTEGER NOT NULL DEFAULT 10;

ALTER TABLE users ADD COLUMN updated_at DATETIME;

CREATE TRIGGER users_updated_at_touch AFTER UPDATE ON users
FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE users SET updated_at = CURRENT_TIMESTAMP WHERE rowid = NEW.rowid;
END;

ALTER TABLE users ADD COLUMN friend_id INTEGER REFERENCES users(id);

CREATE INDEX IF NOT EXISTS ix_users_age ON users (age);

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
-- add column users.age: real
-- add column users.score: real
-- add column users.updated_at: real
-- touch column users.updated_at: real
-- add column users.friend_id: real
-- add index ix_users_age on users: real
