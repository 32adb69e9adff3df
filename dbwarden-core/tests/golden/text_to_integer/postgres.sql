-- upgrade

ALTER TABLE users ALTER COLUMN age DROP DEFAULT;

ALTER TABLE users ALTER COLUMN age TYPE INTEGER USING age::INTEGER;

ALTER TABLE users ALTER COLUMN age SET DEFAULT 0;

-- rollback

ALTER TABLE users ALTER COLUMN age TYPE VARCHAR(10);
ALTER TABLE users ALTER COLUMN age SET DEFAULT '0';

-- steps

-- alter column users.age: conditional, destructive
--   fails or loses data if a value of `users.age` does not fit its new type
