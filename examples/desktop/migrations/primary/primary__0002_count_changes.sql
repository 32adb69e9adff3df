-- upgrade

CREATE TRIGGER notes_count AFTER UPDATE OF text ON notes
BEGIN
    UPDATE notes SET changes = changes + 1 WHERE id = NEW.id;
END;

-- rollback

DROP TRIGGER notes_count;
