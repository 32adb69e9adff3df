-- upgrade

DROP TRIGGER users_seen_at_touch ON users;

DROP FUNCTION users_seen_at_touch();

DROP INDEX IF EXISTS ix_users_age;

ALTER TABLE users DROP COLUMN age;

ALTER TABLE users DROP COLUMN seen_at;

-- rollback

ALTER TABLE users ADD COLUMN seen_at TIMESTAMP;
ALTER TABLE users ADD COLUMN age INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ALTER COLUMN age DROP DEFAULT;
CREATE INDEX IF NOT EXISTS ix_users_age ON users (age);
CREATE FUNCTION users_seen_at_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seen_at IS NOT DISTINCT FROM OLD.seen_at THEN
        NEW.seen_at = CURRENT_TIMESTAMP;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER users_seen_at_touch BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION users_seen_at_touch();

-- steps

-- no longer touch column users.seen_at: real
-- drop index ix_users_age on users: real
-- drop column users.age: conditional, destructive
--   loses data
-- drop column users.seen_at: conditional, destructive
--   loses data
