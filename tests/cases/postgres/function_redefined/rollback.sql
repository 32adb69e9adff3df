DROP INDEX IF EXISTS i;
CREATE OR REPLACE FUNCTION public.weight(score numeric)
 RETURNS numeric
 LANGUAGE sql
AS $function$select score * 2$function$;
