-- upgrade

CREATE VIEW unread_items (feed, title, tags) AS
SELECT f.title, i.title, (
    SELECT json_group_array(tag) FROM item_tags t WHERE t.item_id = i.id
)
FROM items AS i JOIN feeds AS f ON f.id = i.feed_id
WHERE NOT i.is_read
ORDER BY i.published_at DESC;

CREATE TRIGGER unread_items_read INSTEAD OF DELETE ON unread_items
BEGIN
    UPDATE items SET is_read = 1 WHERE title = OLD.title;
END;

-- rollback

DROP TRIGGER unread_items_read;
DROP VIEW unread_items;
