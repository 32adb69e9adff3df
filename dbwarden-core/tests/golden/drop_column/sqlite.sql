-- upgrade
-- dbwarden: foreign-keys-off

DROP TRIGGER users_seen_at_touch;

DROP INDEX IF EXISTS ix_users_age;

ALTER TABLE users DROP COLUMN age;

ALTER TABLE users DROP COLUMN seen_at;

-- rollback

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    bio TEXT,
    age INTEGER NOT NULL,
    seen_at DATETIME
);
INSERT INTO _dbwarden_new_users (id, email, bio, age) SELECT id, email, bio, 0 FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS ix_users_age ON users (age);
CREATE TRIGGER users_seen_at_touch AFTER UPDATE ON users
FOR EACH ROW WHEN NEW.seen_at IS OLD.seen_at
BEGIN
    UPDATE users SET seen_at = CURRENT_TIMESTAMP WHERE rowid = NEW.rowid;
END;

-- steps

-- no longer touch column users.seen_at: real
-- drop index ix_users_age on users: real
-- rebuild table users: drop column users.age, drop column users.seen_at, drop index ix_users_age on users: conditional
-- drop column users.age: conditional, destructive
--   loses data
-- drop column users.seen_at: conditional, destructive
--   loses data
