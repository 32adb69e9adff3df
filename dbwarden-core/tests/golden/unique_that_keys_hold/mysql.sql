-- upgrade

ALTER TABLE posts DROP FOREIGN KEY posts_code;

DROP INDEX users_code ON users;

ALTER TABLE users ADD CONSTRAINT users_by_code UNIQUE (code);

ALTER TABLE posts ADD CONSTRAINT posts_code FOREIGN KEY (user_code) REFERENCES users(code);

-- rollback

ALTER TABLE posts DROP FOREIGN KEY posts_code;
DROP INDEX posts_code ON posts;
DROP INDEX users_by_code ON users;
ALTER TABLE users ADD CONSTRAINT users_code UNIQUE (code);
ALTER TABLE posts ADD CONSTRAINT posts_code FOREIGN KEY (user_code) REFERENCES users(code);

-- steps

-- drop foreign key posts_code of posts: conditional
-- drop unique constraint users_code of users: conditional
-- add unique constraint users_by_code of users: real
--   fails if rows of `users` are not unique in it
-- add foreign key posts_code of posts: real
