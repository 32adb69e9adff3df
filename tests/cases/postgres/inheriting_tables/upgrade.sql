ALTER TABLE places ADD COLUMN since DATE;

CREATE TABLE IF NOT EXISTS towns (
    name TEXT,
    people INTEGER NOT NULL,
    CONSTRAINT towns_pkey PRIMARY KEY (id),
    CONSTRAINT some_live_there CHECK (people > 0)
) INHERITS (places, marks) WITH (fillfactor = 70);

ALTER TABLE towns ALTER COLUMN height SET DEFAULT 7, ALTER COLUMN mark SET NOT NULL;

COMMENT ON COLUMN towns.height IS 'above the sea';

CREATE INDEX IF NOT EXISTS towns_by_height ON towns (height, people);

CREATE TABLE IF NOT EXISTS streets (
    town INTEGER,
    CONSTRAINT streets_town_fkey FOREIGN KEY (town) REFERENCES towns(id)
);

CREATE TABLE IF NOT EXISTS capitals (
    number SERIAL
) INHERITS (towns);

DROP TABLE gone.old;

DROP TYPE gone.kind;

DROP SCHEMA gone;
