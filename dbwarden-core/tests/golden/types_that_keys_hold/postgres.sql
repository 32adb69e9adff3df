-- upgrade

ALTER TABLE users ALTER COLUMN email TYPE VARCHAR(200);

ALTER TABLE sessions ALTER COLUMN token TYPE VARCHAR(200), ALTER COLUMN email TYPE VARCHAR(200);

ALTER TABLE visits ALTER COLUMN token TYPE VARCHAR(200);

-- rollback

ALTER TABLE visits ALTER COLUMN token TYPE VARCHAR(100);
ALTER TABLE sessions ALTER COLUMN email TYPE VARCHAR(100), ALTER COLUMN token TYPE VARCHAR(100);
ALTER TABLE users ALTER COLUMN email TYPE VARCHAR(100);

-- steps

-- alter column users.email: conditional
-- alter columns sessions.token, sessions.email: conditional
-- alter column visits.token: conditional
