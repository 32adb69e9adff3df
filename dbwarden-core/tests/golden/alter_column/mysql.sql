-- upgrade

ALTER TABLE users MODIFY COLUMN bio TEXT NOT NULL;

ALTER TABLE users MODIFY COLUMN age BIGINT NOT NULL DEFAULT 18 COMMENT 'in years';

-- rollback

ALTER TABLE users MODIFY COLUMN age INT DEFAULT 1;
ALTER TABLE users MODIFY COLUMN bio TEXT;

-- steps

-- alter column users.bio: real
--   fails if a row of `users` has NULL in `bio`
-- alter column users.age: conditional
--   fails if a row of `users` has NULL in `age`
