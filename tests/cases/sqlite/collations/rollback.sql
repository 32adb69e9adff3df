CREATE TABLE _dbwarden_new_names (
    id INTEGER PRIMARY KEY,
    a TEXT,
    b TEXT COLLATE NOCASE,
    c TEXT COLLATE RTRIM
);
INSERT INTO _dbwarden_new_names (id, a, b, c) SELECT id, a, b, c FROM names;
DROP TABLE names;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_names RENAME TO names;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS names_b ON names (b);
