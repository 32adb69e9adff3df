CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE notes_text USING fts5(body, content = 'notes', content_rowid = 'id');
CREATE VIRTUAL TABLE places USING rtree(id, min_x, max_x, +name TEXT);
CREATE TRIGGER notes_insert AFTER INSERT ON notes BEGIN
    INSERT INTO notes_text (rowid, body) VALUES (NEW.id, NEW.body);
END;
