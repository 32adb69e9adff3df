CREATE TABLE people (
    first TEXT,
    last TEXT,
    initials TEXT AS (substr(first, 1, 1)) STORED,
    full_name TEXT NOT NULL GENERATED ALWAYS AS (first || ' ' || last) STORED UNIQUE
);
