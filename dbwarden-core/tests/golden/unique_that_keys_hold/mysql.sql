-- upgrade

ALTER TABLE users RENAME INDEX users_code TO users_by_code;

-- rollback

ALTER TABLE users RENAME INDEX users_by_code TO users_code;

-- steps

-- rename unique constraint users_code of users to users_by_code: real
