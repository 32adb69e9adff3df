CREATE TABLE _dbwarden_new_person (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO _dbwarden_new_person (id, name) SELECT id, name FROM person;
DROP TABLE person;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_person RENAME TO person;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS ix_name ON person (name);
CREATE TRIGGER tr AFTER INSERT ON person BEGIN UPDATE team SET name = 'x'; END;
