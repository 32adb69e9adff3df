-- upgrade

CREATE VIRTUAL TABLE items_search USING fts5 (title, body, content = 'items', content_rowid = 'id');
INSERT INTO items_search (rowid, title, body) SELECT id, title, body FROM items;

CREATE TRIGGER items_search_insert AFTER INSERT ON items BEGIN
    INSERT INTO items_search (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
END;
CREATE TRIGGER items_search_delete AFTER DELETE ON items BEGIN
    INSERT INTO items_search (items_search, rowid, title, body)
    VALUES ('delete', OLD.id, OLD.title, OLD.body);
END;

-- rollback

DROP TRIGGER items_search_delete;
DROP TRIGGER items_search_insert;
DROP TABLE items_search;
