CREATE TYPE mood AS ENUM ('calm', 'wild');
CREATE TABLE places (id bigint PRIMARY KEY);
CREATE TABLE people (
    id int PRIMARY KEY,
    place bigint,
    mood mood,
    twice bigint GENERATED ALWAYS AS (place * 2) STORED,
    CONSTRAINT not_wild CHECK (mood <> 'wild')
);
CREATE TABLE workers (
    next int GENERATED ALWAYS AS (place + 1) STORED,
    CONSTRAINT not_calm CHECK (mood <> 'calm')
) INHERITS (people);
CREATE TABLE smiths (deep int) INHERITS (workers);
CREATE INDEX workers_by_mood ON workers (mood) WHERE mood <> 'wild';
ALTER TABLE workers ADD FOREIGN KEY (place) REFERENCES places (id);
CREATE VIEW all_workers AS SELECT id, place, mood FROM workers;
CREATE VIEW all_smiths AS SELECT id, mood FROM smiths;
