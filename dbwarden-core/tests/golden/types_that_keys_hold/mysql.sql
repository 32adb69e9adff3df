-- upgrade

ALTER TABLE sessions DROP FOREIGN KEY sessions_email_fkey;

ALTER TABLE visits DROP FOREIGN KEY visits_token_fkey;

ALTER TABLE users MODIFY COLUMN email VARCHAR(200) NOT NULL;

ALTER TABLE sessions
    MODIFY COLUMN token VARCHAR(200) NOT NULL,
    MODIFY COLUMN email VARCHAR(200) NOT NULL;

ALTER TABLE visits MODIFY COLUMN token VARCHAR(200) NOT NULL;

ALTER TABLE sessions ADD CONSTRAINT sessions_email_fkey FOREIGN KEY (email) REFERENCES users(email);

ALTER TABLE visits ADD CONSTRAINT visits_token_fkey FOREIGN KEY (token) REFERENCES sessions(token);

-- rollback

ALTER TABLE visits DROP FOREIGN KEY visits_token_fkey;
DROP INDEX visits_token_fkey ON visits;
ALTER TABLE sessions DROP FOREIGN KEY sessions_email_fkey;
DROP INDEX sessions_email_fkey ON sessions;
ALTER TABLE visits MODIFY COLUMN token VARCHAR(100) NOT NULL;
ALTER TABLE sessions
    MODIFY COLUMN email VARCHAR(100) NOT NULL,
    MODIFY COLUMN token VARCHAR(100) NOT NULL;
ALTER TABLE users MODIFY COLUMN email VARCHAR(100) NOT NULL;
ALTER TABLE visits ADD CONSTRAINT visits_token_fkey FOREIGN KEY (token) REFERENCES sessions(token);
ALTER TABLE sessions ADD CONSTRAINT sessions_email_fkey FOREIGN KEY (email) REFERENCES users(email);

-- steps

-- drop foreign key sessions_email_fkey of sessions: conditional
-- drop foreign key visits_token_fkey of visits: conditional
-- alter column users.email: conditional
-- alter columns sessions.token, sessions.email: conditional
-- alter column visits.token: conditional
-- add foreign key sessions_email_fkey of sessions: real
-- add foreign key visits_token_fkey of visits: real
