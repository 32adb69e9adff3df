-- upgrade

DROP TABLE posts;

DROP TABLE users;

-- rollback

CREATE TABLE IF NOT EXISTS users (
    id SERIAL PRIMARY KEY,
    email VARCHAR(255) NOT NULL UNIQUE,
    bio TEXT
);
COMMENT ON TABLE users IS 'Core user accounts';
CREATE TABLE IF NOT EXISTS posts (
    id SERIAL PRIMARY KEY,
    title VARCHAR(255) NOT NULL,
    body TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users(id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_posts_created_at ON posts (created_at);

-- steps

-- drop index ix_posts_created_at on posts: real
-- drop table posts: conditional, destructive
--   loses data
-- set comment of table users: real
-- drop table users: conditional, destructive
--   loses data
