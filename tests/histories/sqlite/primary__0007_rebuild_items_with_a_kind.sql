-- dbwarden: foreign-keys-off
-- upgrade

DROP VIEW unread_items;
DROP INDEX ix_items_unread;
CREATE TABLE new_items (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE ON UPDATE CASCADE,
    guid TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'article' CHECK (kind IN ('article', 'episode')),
    title TEXT,
    body TEXT,
    is_read BOOLEAN NOT NULL DEFAULT FALSE,
    published_at DATETIME,
    UNIQUE (feed_id, guid)
);
INSERT INTO new_items (id, feed_id, guid, title, body, is_read, published_at)
SELECT id, feed_id, guid, title, body, is_read, published_at FROM items;
DROP TABLE items;
ALTER TABLE new_items RENAME TO items;
CREATE INDEX ix_items_unread ON items (feed_id, published_at DESC) WHERE is_read = 0;

-- rollback

DROP INDEX ix_items_unread;
CREATE TABLE old_items (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE ON UPDATE CASCADE,
    guid TEXT NOT NULL,
    title TEXT,
    body TEXT,
    is_read BOOLEAN NOT NULL DEFAULT FALSE CHECK (is_read IN (0, 1)),
    published_at DATETIME,
    UNIQUE (feed_id, guid) ON CONFLICT REPLACE
);
INSERT INTO old_items (id, feed_id, guid, title, body, is_read, published_at)
SELECT id, feed_id, guid, title, body, is_read, published_at FROM items;
DROP TABLE items;
ALTER TABLE old_items RENAME TO items;
CREATE INDEX ix_items_unread ON items (feed_id, published_at DESC) WHERE is_read = 0;
CREATE TRIGGER items_insert AFTER INSERT ON items
WHEN NEW.is_read = 0
BEGIN
    UPDATE feeds SET unread = unread + 1 WHERE id = NEW.feed_id;
END;
CREATE TRIGGER items_update AFTER UPDATE OF is_read ON items
BEGIN
    UPDATE feeds SET unread = unread + OLD.is_read - NEW.is_read WHERE id = NEW.feed_id;
END;
CREATE TRIGGER items_delete BEFORE DELETE ON items
BEGIN
    UPDATE feeds SET unread = unread - (1 - OLD.is_read) WHERE id = OLD.feed_id;
END;
CREATE TRIGGER items_search_insert AFTER INSERT ON items BEGIN
    INSERT INTO items_search (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;
CREATE TRIGGER items_search_delete AFTER DELETE ON items BEGIN
    INSERT INTO items_search (items_search, rowid, title, body)
    VALUES ('delete', OLD.id, OLD.title, OLD.body);
END;
CREATE VIEW unread_items (feed, title, tags) AS
SELECT f.title, i.title, '[]' FROM items AS i JOIN feeds AS f ON f.id = i.feed_id WHERE NOT i.is_read;
CREATE TRIGGER unread_items_read INSTEAD OF DELETE ON unread_items
BEGIN
    UPDATE items SET is_read = 1 WHERE title = OLD.title;
END;
