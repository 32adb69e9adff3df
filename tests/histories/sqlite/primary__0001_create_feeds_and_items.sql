-- upgrade

CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE COLLATE NOCASE,
    title TEXT NOT NULL DEFAULT '(untitled; "new")',
    etag BLOB DEFAULT x'00ff',
    fetched_at DATETIME DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE ON UPDATE CASCADE,
    guid TEXT NOT NULL,
    title TEXT,
    body TEXT,
    is_read BOOLEAN NOT NULL DEFAULT FALSE CHECK (is_read IN (0, 1)),
    published_at DATETIME,
    UNIQUE (feed_id, guid) ON CONFLICT REPLACE
);

CREATE INDEX ix_items_unread ON items (feed_id, published_at DESC) WHERE is_read = 0;

-- rollback

DROP TABLE items;
DROP TABLE feeds;
