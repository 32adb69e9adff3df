-- upgrade

ALTER TABLE users ALTER COLUMN email TYPE VARCHAR(200);

DROP TABLE sessions;

-- rollback

CREATE TABLE IF NOT EXISTS sessions (
    id SERIAL PRIMARY KEY,
    email VARCHAR(100) NOT NULL REFERENCES users(email)
);
ALTER TABLE users ALTER COLUMN email TYPE VARCHAR(100);

-- steps

-- alter column users.email: conditional
-- drop table sessions: conditional, destructive
--   loses data
