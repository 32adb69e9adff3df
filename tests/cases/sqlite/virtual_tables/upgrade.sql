-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_notes (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL DEFAULT '',
    kind INT
);

INSERT INTO _dbwarden_new_notes (id, body) SELECT id, coalesce(body, '') FROM notes;

DROP TABLE notes;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_notes RENAME TO notes;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER notes_insert AFTER INSERT ON notes BEGIN
    INSERT INTO notes_text (rowid, body) VALUES (NEW.id, NEW.body);
END;
