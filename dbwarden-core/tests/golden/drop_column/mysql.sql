-- upgrade

DROP INDEX ix_users_age ON users;

ALTER TABLE users DROP COLUMN age;

ALTER TABLE users DROP COLUMN seen_at;

-- rollback

ALTER TABLE users ADD COLUMN seen_at DATETIME ON UPDATE CURRENT_TIMESTAMP;
ALTER TABLE users ADD COLUMN age INT NOT NULL AFTER bio;
CREATE INDEX ix_users_age ON users (age);

-- steps

-- drop index ix_users_age on users: real
-- drop column users.age: conditional, destructive
--   loses data
-- drop column users.seen_at: conditional, destructive
--   loses data
