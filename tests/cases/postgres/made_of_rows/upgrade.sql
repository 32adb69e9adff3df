CREATE TABLE IF NOT EXISTS zone (
    a INTEGER
);

CREATE TABLE IF NOT EXISTS spot (
    a INTEGER,
    lies zone
);

CREATE DOMAIN certain AS zone CONSTRAINT certain_check CHECK (((VALUE).a > 0));

CREATE TYPE way AS (
    start spot
);

ALTER TABLE kept ADD COLUMN lies zone;

CREATE TABLE IF NOT EXISTS area (
    id INTEGER,
    edges way[],
    lies certain,
    last spot
);

DROP TABLE trip;

DROP TYPE route;

DROP TABLE place;
