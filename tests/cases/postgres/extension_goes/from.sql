CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION hstore;
CREATE SCHEMA x;
CREATE EXTENSION btree_gist SCHEMA x;
CREATE TABLE t (a int, b text, c citext, h hstore);
CREATE INDEX i ON t USING gin (b gin_trgm_ops);
CREATE TABLE gone (e citext, r int, CONSTRAINT one EXCLUDE USING gist (r x.gist_int4_ops WITH =));
