-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_posts (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL CHECK (title <> ''),
    body TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users(id),
    created_at DATETIME NOT NULL,
    reviewer_id INTEGER REFERENCES users(id) ON DELETE SET NULL,
    UNIQUE (title, user_id),
    CONSTRAINT sane CHECK (user_id > 0)
);

INSERT INTO _dbwarden_new_posts (id, title, body, user_id, created_at) SELECT id, title, body, user_id, created_at FROM posts;

DROP TABLE posts;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_posts RENAME TO posts;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS ix_posts_created_at ON posts (created_at);

-- rollback

CREATE TABLE _dbwarden_new_posts (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users(id),
    created_at DATETIME NOT NULL
);
INSERT INTO _dbwarden_new_posts (id, title, body, user_id, created_at) SELECT id, title, body, user_id, created_at FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS ix_posts_created_at ON posts (created_at);

-- steps

-- rebuild table posts: add column posts.reviewer_id, add unique constraint (title, user_id) of posts, add check (title <> '') of posts, add check sane of posts, add foreign key (reviewer_id) of posts: conditional
--   add unique constraint (title, user_id) of posts fails if rows of `posts` are not unique in it
--   add check (title <> '') of posts fails if a row of `posts` does not meet it
--   add check sane of posts fails if a row of `posts` does not meet it
--   add foreign key (reviewer_id) of posts fails if a row of `posts` refers to no row of `users`
