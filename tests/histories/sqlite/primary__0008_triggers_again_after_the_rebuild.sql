-- upgrade

CREATE TEMP TABLE counts AS SELECT feed_id, count(*) AS n FROM items WHERE is_read = 0 GROUP BY feed_id;
UPDATE feeds SET unread = coalesce((SELECT n FROM temp.counts WHERE feed_id = feeds.id), 0);
DROP TABLE temp.counts;

CREATE TRIGGER items_moved AFTER UPDATE OF feed_id ON items
WHEN NEW.feed_id IS NOT OLD.feed_id
BEGIN
    UPDATE feeds SET unread = unread - 1 WHERE id = OLD.feed_id;
    UPDATE feeds SET unread = unread + 1 WHERE id = NEW.feed_id;
END;

-- rollback

DROP TRIGGER items_moved;
