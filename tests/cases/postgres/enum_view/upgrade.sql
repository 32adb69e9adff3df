DROP VIEW v;

DROP FUNCTION f(e);

ALTER TYPE e RENAME TO e_old;

CREATE TYPE e AS ENUM ('a', 'c');

ALTER TABLE t ALTER COLUMN x TYPE e USING x::text::e;

DROP TYPE e_old;

CREATE OR REPLACE FUNCTION public.f(e)
 RETURNS integer
 LANGUAGE sql
AS $function$select 1$function$;

CREATE VIEW v AS
 SELECT t.x
   FROM t
  WHERE (t.x = 'a'::e);
