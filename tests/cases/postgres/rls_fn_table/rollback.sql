CREATE TABLE IF NOT EXISTS t (
    a INTEGER,
    b INTEGER
);
DROP TABLE q;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF t
 LANGUAGE sql
AS $function$select * from t$function$;
CREATE OR REPLACE FUNCTION public.g(t)
 RETURNS integer
 LANGUAGE sql
AS $function$select 1$function$;
