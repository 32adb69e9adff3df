CREATE TYPE mood AS ENUM ('calm', 'glad', 'wild');
CREATE TABLE people (
    id bigint PRIMARY KEY,
    age int DEFAULT 2,
    name varchar(10) NOT NULL DEFAULT 'x',
    mood mood DEFAULT 'glad',
    added int DEFAULT 3,
    CONSTRAINT is_born CHECK (age > 5),
    CONSTRAINT adds CHECK (added > 0)
);
CREATE TABLE workers (trade text, tools int, CONSTRAINT has_trade CHECK (trade <> 'none')) INHERITS (people);
CREATE TABLE smiths (deep bigint, other_mood mood) INHERITS (workers);
COMMENT ON COLUMN smiths.added IS 'on top';
COMMENT ON CONSTRAINT adds ON smiths IS 'as ever';
ALTER TABLE smiths ALTER added SET DEFAULT 33;
CREATE TABLE kings (kept int) INHERITS (people);
ALTER TABLE kings ALTER age SET DEFAULT 70;
CREATE INDEX workers_by ON workers (name);
