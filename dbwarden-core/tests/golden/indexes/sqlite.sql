-- upgrade

DROP INDEX IF EXISTS ix_posts_title;

DROP INDEX IF EXISTS old;

CREATE INDEX IF NOT EXISTS new ON posts (id, title);

CREATE UNIQUE INDEX IF NOT EXISTS ix_posts_newest ON posts (user_id, created_at DESC);

-- rollback

DROP INDEX IF EXISTS ix_posts_newest;
DROP INDEX IF EXISTS new;
CREATE INDEX IF NOT EXISTS old ON posts (id, title);
CREATE INDEX IF NOT EXISTS ix_posts_title ON posts (title);

-- steps

-- drop index ix_posts_title on posts: real
-- drop index old on posts: real
-- add index new on posts: real
-- add index ix_posts_newest on posts: real
--   fails if rows of `posts` are not unique in it
