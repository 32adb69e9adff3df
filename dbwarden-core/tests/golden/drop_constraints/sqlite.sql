-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_posts (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    created_at DATETIME NOT NULL
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
    user_id INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT one_title UNIQUE (title, user_id),
    CONSTRAINT sane CHECK (user_id > 0),
    CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users(id)
);
INSERT INTO _dbwarden_new_posts (id, title, body, user_id, created_at) SELECT id, title, body, user_id, created_at FROM posts;
DROP TABLE posts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_posts RENAME TO posts;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS ix_posts_created_at ON posts (created_at);

-- steps

-- rebuild table posts: drop unique constraint one_title of posts, drop check sane of posts, drop foreign key by_user of posts: conditional
