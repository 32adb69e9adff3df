-- upgrade

ALTER TABLE feeds RENAME COLUMN fetched_at TO last_fetched_at;
ALTER TABLE tags RENAME TO labels;

-- rollback

ALTER TABLE labels RENAME TO tags;
ALTER TABLE feeds RENAME COLUMN last_fetched_at TO fetched_at;
