DROP VIEW v;
DROP OPERATOR <+> (e, e);
DROP CAST (text AS e);
DROP FUNCTION read(text);
DROP AGGREGATE first_of(e);
DROP FUNCTION first(e,e);
ALTER TYPE e RENAME TO e_old;
CREATE TYPE e AS ENUM ('a', 'b');
ALTER TABLE t ALTER COLUMN a TYPE e USING a::text::e;
DROP TYPE e_old;
CREATE OR REPLACE FUNCTION public.first(e, e)
 RETURNS e
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1$function$;
CREATE AGGREGATE first_of(e) (SFUNC = first, STYPE = e);
CREATE OR REPLACE FUNCTION public.read(text)
 RETURNS e
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT NULL::e$function$;
CREATE CAST (text AS e) WITH FUNCTION read(text) AS ASSIGNMENT;
CREATE OPERATOR <+> (FUNCTION = first, LEFTARG = e, RIGHTARG = e);
CREATE VIEW v AS
 SELECT first_of(t.a) AS x
   FROM t;
