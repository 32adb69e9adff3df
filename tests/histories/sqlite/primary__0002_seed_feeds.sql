-- upgrade

INSERT INTO feeds (url, title) VALUES
    ('https://example.org/a.xml', 'It''s; -- not a comment'),
    ('https://example.org/b.xml', 'line one
-- rollback
line three');
INSERT INTO items (feed_id, guid, title, body, published_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6)
SELECT 1 + i % 2, 'guid-' || i, printf('Item %d; of %d', i, 6), '/* not a comment', date('2024-01-01', '+' || i || ' days')
FROM n;

-- rollback

DELETE FROM items;
DELETE FROM feeds;
DELETE FROM sqlite_sequence WHERE name = 'feeds';
