CREATE TYPE part AS (
    n INTEGER,
    w TEXT COLLATE "C"
);

CREATE OR REPLACE FUNCTION public.zero()
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 0$function$;

CREATE OR REPLACE FUNCTION public.above(integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1 > zero()$function$;

CREATE DOMAIN positive AS integer CONSTRAINT positive_check CHECK (above(VALUE));

CREATE TYPE whole AS (
    p positive,
    q part
);

ALTER TABLE t ADD COLUMN w whole;

ALTER TABLE t ADD CONSTRAINT t_a_check CHECK (above(a));
