CREATE OR REPLACE FUNCTION public.weight(score numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE
AS $function$select score * 2$function$;

CREATE INDEX IF NOT EXISTS i ON t ((weight(score)));
