-- upgrade

ALTER TABLE items ADD COLUMN words INTEGER
    GENERATED ALWAYS AS (length(body) - length(replace(body, ' ', '')) + 1) VIRTUAL;
CREATE INDEX ix_items_title ON items (lower(title), "published_at" DESC);
CREATE UNIQUE INDEX [ux items guid] ON items (`guid`, feed_id) WHERE guid NOT LIKE 'tmp\_%' ESCAPE '\';

-- rollback

DROP INDEX "ux items guid";
DROP INDEX ix_items_title;
ALTER TABLE items DROP COLUMN words;
