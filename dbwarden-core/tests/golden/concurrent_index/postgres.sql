-- upgrade

ALTER TABLE users ADD COLUMN age INTEGER;

-- rollback

ALTER TABLE users DROP COLUMN age;

-- upgrade
-- dbwarden: no-transaction

CREATE INDEX CONCURRENTLY ix_users_age ON users (age);

-- rollback

DROP INDEX CONCURRENTLY IF EXISTS ix_users_age;

-- steps

-- add column users.age: real
-- add index ix_users_age on users: real
