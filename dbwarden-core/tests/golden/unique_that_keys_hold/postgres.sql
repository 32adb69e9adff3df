-- upgrade

ALTER TABLE users RENAME CONSTRAINT users_code TO users_by_code;

-- rollback

ALTER TABLE users RENAME CONSTRAINT users_by_code TO users_code;

-- steps

-- rename unique constraint users_code of users to users_by_code: real
