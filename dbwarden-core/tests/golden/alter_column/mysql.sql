-- upgrade

ALTER TABLE users
    MODIFY COLUMN bio TEXT NOT NULL,
    MODIFY COLUMN age BIGINT NOT NULL DEFAULT 18 COMMENT 'in years';

-- rollback

ALTER TABLE users MODIFY COLUMN age INT DEFAULT 1, MODIFY COLUMN bio TEXT;

-- steps

-- alter columns users.bio, users.age: conditional
--   fails if a row of `users` has NULL in `bio`
--   fails if a row of `users` has NULL in `age`
