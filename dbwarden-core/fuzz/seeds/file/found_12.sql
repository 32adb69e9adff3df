-- upgrade

ALTER TABLE feeds RENAME COLUMN fetched_at T<<<<<<<<<<<<<<<<<<<<<<<,<<<<<<<<<<O last_fetched_at;
ALTER TABLE tags RENAME TO lab RENAME TO tags;
ALTER TABLE feeels;

-- rollback

ALTENAME TO tags;
ALTER TABLE feeds RENAME COLUMN[ last_fetched_at TO fetched_at;
