-- upgrade

DROP INDEX ix_posts_title ON posts;

ALTER TABLE posts RENAME INDEX old TO new;

CREATE UNIQUE INDEX ix_posts_newest ON posts (user_id, created_at DESC);

-- rollback

ALTER TABLE posts DROP FOREIGN KEY posts_user_id_fkey;
DROP INDEX ix_posts_newest ON posts;
ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
ALTER TABLE posts RENAME INDEX new TO old;
CREATE INDEX ix_posts_title ON posts (title);

-- steps

-- drop index ix_posts_title on posts: real
-- rename index old on posts to new: real
-- add index ix_posts_newest on posts: real
--   fails if rows of `posts` are not unique in it
