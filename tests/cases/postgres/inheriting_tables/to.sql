CREATE TABLE places (id serial PRIMARY KEY, name text, height int DEFAULT 1, since date, CHECK (height > 0));
CREATE TABLE marks (mark text);
CREATE TABLE towns (
    name text,
    people int NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT some_live_there CHECK (people > 0)
) INHERITS (places, marks) WITH (fillfactor = 70);
ALTER TABLE towns ALTER COLUMN height SET DEFAULT 7, ALTER COLUMN mark SET NOT NULL;
COMMENT ON COLUMN towns.height IS 'above the sea';
CREATE INDEX towns_by_height ON towns (height, people);
CREATE TABLE capitals (number serial) INHERITS (towns);
CREATE TABLE streets (town int REFERENCES towns (id));
CREATE TABLE stays (n int) INHERITS (marks);
