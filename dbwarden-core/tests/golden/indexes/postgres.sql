-- upgrade

DROP INDEX IF EXISTS ix_posts_title;

ALTER INDEX old RENAME TO new;

CREATE UNIQUE INDEX IF NOT EXISTS ix_posts_newest ON posts (user_id, created_at DESC);

-- rollback

DROP INDEX IF EXISTS ix_posts_newest;
ALTER INDEX new RENAME TO old;
CREATE INDEX IF NOT EXISTS ix_posts_title ON posts (title);

-- steps

-- drop index ix_posts_title on posts: real
-- rename index old on posts to new: real
-- add index ix_posts_newest on posts: real
--   fails if rows of `posts` are not unique in it
