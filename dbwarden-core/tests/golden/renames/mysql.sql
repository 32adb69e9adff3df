-- upgrade

ALTER TABLE users RENAME TO accounts;

ALTER TABLE accounts RENAME COLUMN bio TO about;

-- rollback

ALTER TABLE accounts RENAME COLUMN about TO bio;
ALTER TABLE accounts RENAME TO users;

-- steps

-- rename table users to accounts: real
-- rename column accounts.bio to about: real
