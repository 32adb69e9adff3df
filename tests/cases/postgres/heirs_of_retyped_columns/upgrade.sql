DROP VIEW all_workers;

DROP VIEW all_smiths;

ALTER TABLE people DROP CONSTRAINT not_glad;

DROP INDEX IF EXISTS workers_by_mood;

ALTER TABLE workers DROP CONSTRAINT not_calm;

ALTER TABLE workers DROP COLUMN next;

ALTER TABLE people DROP COLUMN twice;

ALTER TYPE mood RENAME TO mood_old;

CREATE TYPE mood AS ENUM ('calm', 'wild');

ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;

DROP TYPE mood_old;

ALTER TABLE people ALTER COLUMN place TYPE BIGINT;

ALTER TABLE people ADD COLUMN twice BIGINT GENERATED ALWAYS AS (place * 2) STORED;

ALTER TABLE places ALTER COLUMN id TYPE BIGINT;

ALTER TABLE workers ADD COLUMN next INTEGER GENERATED ALWAYS AS (place + 1) STORED;

ALTER TABLE people ADD CONSTRAINT not_wild CHECK (mood <> 'wild'::mood);

CREATE INDEX IF NOT EXISTS workers_by_mood ON workers (mood) WHERE mood <> 'wild'::mood;

ALTER TABLE workers ADD CONSTRAINT not_calm CHECK (mood <> 'calm'::mood);

CREATE VIEW all_smiths AS
 SELECT smiths.id,
    smiths.mood
   FROM smiths;

CREATE VIEW all_workers AS
 SELECT workers.id,
    workers.place,
    workers.mood
   FROM workers;
