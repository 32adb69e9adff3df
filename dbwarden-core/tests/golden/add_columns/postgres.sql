-- upgrade

ALTER TABLE users ADD COLUMN age INTEGER;

COMMENT ON COLUMN users.age IS 'in years; it''s a guess';

ALTER TABLE users ADD COLUMN score INTEGER NOT NULL DEFAULT 10;

ALTER TABLE users ADD COLUMN updated_at TIMESTAMP;

CREATE FUNCTION users_updated_at_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
        NEW.updated_at = CURRENT_TIMESTAMP;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER users_updated_at_touch BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION users_updated_at_touch();

ALTER TABLE users ADD COLUMN friend_id INTEGER;

ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);

CREATE INDEX IF NOT EXISTS ix_users_age ON users (age);

ALTER TABLE users ADD CONSTRAINT users_friend_id_fkey FOREIGN KEY (friend_id) REFERENCES users(id);

-- rollback

ALTER TABLE users DROP CONSTRAINT users_friend_id_fkey;
DROP INDEX IF EXISTS ix_users_age;
ALTER TABLE users DROP CONSTRAINT users_age_check;
ALTER TABLE users DROP COLUMN friend_id;
DROP TRIGGER users_updated_at_touch ON users;
DROP FUNCTION users_updated_at_touch();
ALTER TABLE users DROP COLUMN updated_at;
ALTER TABLE users DROP COLUMN score;
ALTER TABLE users DROP COLUMN age;

-- steps

-- add column users.age: real
-- set comment of column users.age: real
-- add column users.score: real
-- add column users.updated_at: real
-- touch column users.updated_at: real
-- add column users.friend_id: real
-- add check users_age_check of users: real
--   fails if a row of `users` does not meet it
-- add index ix_users_age on users: real
-- add foreign key users_friend_id_fkey of users: real
--   fails if a row of `users` refers to no row of `users`
