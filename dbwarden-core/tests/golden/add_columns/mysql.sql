-- upgrade

ALTER TABLE users ADD COLUMN age INT COMMENT 'in years; it''s a guess';

ALTER TABLE users ADD COLUMN score INT NOT NULL DEFAULT 10;

ALTER TABLE users ADD COLUMN updated_at DATETIME ON UPDATE CURRENT_TIMESTAMP;

ALTER TABLE users ADD COLUMN friend_id INT;

ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);

CREATE INDEX ix_users_age ON users (age);

ALTER TABLE users ADD CONSTRAINT users_friend_id_fkey FOREIGN KEY (friend_id) REFERENCES users(id);

-- rollback

ALTER TABLE users DROP FOREIGN KEY users_friend_id_fkey;
DROP INDEX users_friend_id_fkey ON users;
DROP INDEX ix_users_age ON users;
ALTER TABLE users DROP CONSTRAINT users_age_check;
ALTER TABLE users DROP COLUMN friend_id;
ALTER TABLE users DROP COLUMN updated_at;
ALTER TABLE users DROP COLUMN score;
ALTER TABLE users DROP COLUMN age;

-- steps

-- add column users.age: real
-- add column users.score: real
-- add column users.updated_at: real
-- add column users.friend_id: real
-- add check users_age_check of users: real
--   fails if a row of `users` does not meet it
-- add index ix_users_age on users: real
-- add foreign key users_friend_id_fkey of users: real
--   fails if a row of `users` refers to no row of `users`
