CREATE DOMAIN pos AS integer CONSTRAINT pos_check CHECK ((VALUE > 0));

COMMENT ON DOMAIN pos IS 'p';

CREATE OR REPLACE FUNCTION public.f()
 RETURNS integer
 LANGUAGE sql
AS $function$select 1$function$;

ALTER TABLE t ADD COLUMN b pos;

CREATE TABLE IF NOT EXISTS u (
    x INTEGER DEFAULT f()
);
