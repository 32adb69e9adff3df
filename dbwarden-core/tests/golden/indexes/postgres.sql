-- upgrade

ALTER INDEX old RENAME TO new;

DROP INDEX IF EXISTS ix_posts_title;

CREATE UNIQUE INDEX IF NOT EXISTS ix_posts_newest ON posts (user_id, created_at DESC);

-- rollback

DROP INDEX IF EXISTS ix_posts_newest;
CREATE INDEX IF NOT EXISTS ix_posts_title ON posts (title);
ALTER INDEX new RENAME TO old;

-- steps

-- rename index old on posts to new: real
-- drop index ix_posts_title on posts: real
-- add index ix_posts_newest on posts: real
--   fails if rows of `posts` are not unique in it
