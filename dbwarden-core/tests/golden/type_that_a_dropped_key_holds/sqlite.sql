-- upgrade

DROP TABLE sessions;

-- rollback

CREATE TABLE IF NOT EXISTS sessions (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL REFERENCES users(email)
);

-- steps

-- drop table sessions: conditional, destructive
--   loses data
