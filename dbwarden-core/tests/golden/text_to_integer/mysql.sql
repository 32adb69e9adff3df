-- upgrade

ALTER TABLE users MODIFY COLUMN age INT NOT NULL DEFAULT 0;

-- rollback

ALTER TABLE users MODIFY COLUMN age VARCHAR(10) NOT NULL DEFAULT '0';

-- steps

-- alter column users.age: conditional, destructive
--   fails or loses data if a value of `users.age` does not fit its new type
