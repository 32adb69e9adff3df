-- upgrade

CREATE TABLE tags (
    name TEXT PRIMARY KEY,
    colour TEXT CHECK (colour GLOB '#[0-9a-f][0-9a-f][0-9a-f]')
) STRICT, WITHOUT ROWID;

CREATE TABLE item_tags (
    item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,
    tag TEXT NOT NULL REFERENCES tags (name) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (item_id, tag)
) WITHOUT ROWID;

INSERT INTO item_tags SELECT id, 'later' FROM items WHERE id % 2 = 0;
INSERT INTO tags VALUES ('later', '#0af');

-- rollback

DROP TABLE item_tags;
DROP TABLE tags;
