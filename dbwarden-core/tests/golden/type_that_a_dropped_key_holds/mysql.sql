-- upgrade

ALTER TABLE sessions DROP FOREIGN KEY sessions_email_fkey;

ALTER TABLE users MODIFY COLUMN email VARCHAR(200) NOT NULL;

DROP TABLE sessions;

-- rollback

CREATE TABLE IF NOT EXISTS sessions (
    id INT AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(100) NOT NULL
) DEFAULT CHARSET=utf8mb4;
ALTER TABLE users MODIFY COLUMN email VARCHAR(100) NOT NULL;
ALTER TABLE sessions ADD CONSTRAINT sessions_email_fkey FOREIGN KEY (email) REFERENCES users(email);

-- steps

-- drop foreign key sessions_email_fkey of sessions: conditional
-- alter column users.email: conditional
-- drop table sessions: conditional, destructive
--   loses data
