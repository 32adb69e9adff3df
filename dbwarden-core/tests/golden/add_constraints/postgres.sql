-- upgrade

ALTER TABLE posts ADD COLUMN reviewer_id INTEGER;

ALTER TABLE posts ADD CONSTRAINT posts_title_user_id_key UNIQUE (title, user_id);

ALTER TABLE posts ADD CONSTRAINT posts_title_check CHECK (title <> '');

ALTER TABLE posts ADD CONSTRAINT sane CHECK (user_id > 0);

ALTER TABLE posts ADD CONSTRAINT posts_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES users(id) ON DELETE SET NULL;

-- rollback

ALTER TABLE posts DROP CONSTRAINT posts_reviewer_id_fkey;
ALTER TABLE posts DROP CONSTRAINT sane;
ALTER TABLE posts DROP CONSTRAINT posts_title_check;
ALTER TABLE posts DROP CONSTRAINT posts_title_user_id_key;
ALTER TABLE posts DROP COLUMN reviewer_id;

-- steps

-- add column posts.reviewer_id: real
-- add unique constraint posts_title_user_id_key of posts: real
--   fails if rows of `posts` are not unique in it
-- add check posts_title_check of posts: real
--   fails if a row of `posts` does not meet it
-- add check sane of posts: real
--   fails if a row of `posts` does not meet it
-- add foreign key posts_reviewer_id_fkey of posts: real
--   fails if a row of `posts` refers to no row of `users`
