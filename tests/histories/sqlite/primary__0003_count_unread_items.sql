-- upgrade

ALTER TABLE feeds ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
UPDATE feeds SET unread = (SELECT count(*) FROM items WHERE items.feed_id = feeds.id AND NOT is_read);

CREATE TRIGGER items_insert AFTER INSERT ON items
WHEN NEW.is_read = 0
BEGIN
    UPDATE feeds SET unread = unread + 1 WHERE id = NEW.feed_id;
END;

CREATE TRIGGER items_update AFTER UPDATE OF is_read ON items
FOR EACH ROW WHEN OLD.is_read <> NEW.is_read
BEGIN
    UPDATE feeds
    SET unread = CASE WHEN NEW.is_read THEN unread - 1 ELSE unread + 1 END
    WHERE id = NEW.feed_id;
    SELECT CASE WHEN (SELECT unread FROM feeds WHERE id = NEW.feed_id) < 0
        THEN RAISE(ABORT, 'fewer than none; unread') END;
END;

CREATE TRIGGER items_delete BEFORE DELETE ON items
BEGIN
    UPDATE feeds SET unread = unread - (1 - OLD.is_read) WHERE id = OLD.feed_id;
END;

-- rollback

DROP TRIGGER items_delete;
DROP TRIGGER items_update;
DROP TRIGGER items_insert;
ALTER TABLE feeds DROP COLUMN unread;
