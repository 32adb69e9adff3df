-- upgrade

ALTER TABLE users ALTER COLUMN bio SET DEFAULT 'nothing';

ALTER TABLE users ALTER COLUMN bio SET NOT NULL;

ALTER TABLE users ALTER COLUMN age TYPE BIGINT;

ALTER TABLE users ALTER COLUMN age SET DEFAULT 18;

ALTER TABLE users ALTER COLUMN age SET NOT NULL;

COMMENT ON COLUMN users.age IS 'in years';

-- rollback

COMMENT ON COLUMN users.age IS NULL;
ALTER TABLE users ALTER COLUMN age TYPE INTEGER;
ALTER TABLE users ALTER COLUMN age SET DEFAULT 1;
ALTER TABLE users ALTER COLUMN age DROP NOT NULL;
ALTER TABLE users ALTER COLUMN bio DROP DEFAULT;
ALTER TABLE users ALTER COLUMN bio DROP NOT NULL;

-- steps

-- alter column users.bio: real
--   fails if a row of `users` has NULL in `bio`
-- alter column users.age: conditional
--   fails if a row of `users` has NULL in `age`
-- set comment of column users.age: real
