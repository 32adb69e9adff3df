-- dbwarden: foreign-keys-off

CREATE TABLE IF NOT EXISTS p (
    id INTEGER PRIMARY KEY
);
