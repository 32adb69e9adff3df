-- upgrade

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    changes INTEGER NOT NULL DEFAULT 0
);

-- rollback

DROP TABLE notes;
