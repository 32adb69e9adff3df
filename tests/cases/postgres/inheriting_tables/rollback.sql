CREATE SCHEMA IF NOT EXISTS gone;
CREATE TYPE gone.kind AS ENUM ('a', 'b');
CREATE TABLE IF NOT EXISTS gone.old (
    kind gone.kind DEFAULT 'a'::gone.kind
) INHERITS (places, marks);
DROP TABLE capitals;
DROP TABLE streets;
DROP TABLE towns;
ALTER TABLE places DROP COLUMN since;
