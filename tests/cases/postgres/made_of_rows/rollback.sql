CREATE TABLE IF NOT EXISTS place (
    a INTEGER
);
CREATE TYPE route AS (
    start place
);
CREATE TABLE IF NOT EXISTS trip (
    by route
);
DROP TABLE area;
ALTER TABLE kept DROP COLUMN lies;
DROP TYPE way;
DROP DOMAIN certain;
DROP TABLE spot;
DROP TABLE zone;
