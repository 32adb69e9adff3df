CREATE EXTENSION pg_trgm;
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE TABLE t (a text, b citext);
CREATE INDEX t_a ON t USING gin (a gin_trgm_ops);
