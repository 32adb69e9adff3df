-- upgrade

DROP VIEW IF EXISTS feed_statistics;
CREATE VIEW feed_statistics AS SELECT feed_id, count(*) AS items FROM items GROUP BY feed_id;

-- rollback

DROP VIEW feed_statistics;
