CREATE SCHEMA IF NOT EXISTS s;
CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA s;
CREATE TYPE s.e AS ENUM ('a');
CREATE COLLATION s.de (PROVIDER = icu, LOCALE = 'de');
CREATE DOMAIN s.d AS s.e;
CREATE OR REPLACE FUNCTION s.f(integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1$function$;
CREATE TABLE IF NOT EXISTS s.t (
    e s.d,
    h s.hstore,
    n TEXT COLLATE "s"."de",
    o INTEGER,
    CONSTRAINT t_o_check CHECK (s.f(o) > 0),
    CONSTRAINT t_o_fkey FOREIGN KEY (o) REFERENCES o(id)
);
CREATE VIEW s.v AS
 SELECT t.e,
    t.h,
    t.n,
    t.o
   FROM s.t;
