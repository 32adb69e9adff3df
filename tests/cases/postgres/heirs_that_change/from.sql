CREATE TYPE mood AS ENUM ('calm', 'glad', 'sad');
CREATE TABLE people (
    id int PRIMARY KEY,
    age int NOT NULL DEFAULT 1,
    name text,
    gone int,
    kept int,
    mood mood DEFAULT 'calm',
    CONSTRAINT is_born CHECK (age > 0),
    CONSTRAINT has_number CHECK (id > 0)
);
CREATE TABLE workers (trade text, CONSTRAINT has_trade CHECK (trade <> '')) INHERITS (people);
CREATE TABLE smiths (deep int, other_mood mood) INHERITS (workers);
CREATE TABLE kings (kept int) INHERITS (people);
ALTER TABLE kings ALTER age SET DEFAULT 70;
CREATE INDEX workers_by ON workers (age);
