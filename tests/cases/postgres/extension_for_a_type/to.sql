create extension citext;
create extension pg_trgm;
create table t(a int, b text, c citext);
create index i on t using gin (b gin_trgm_ops);
