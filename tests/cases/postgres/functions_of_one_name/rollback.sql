CREATE TABLE IF NOT EXISTS message (
    id BIGINT,
    at TIMESTAMPTZ
);
CREATE OR REPLACE FUNCTION public.see(ids bigint[], at timestamp with time zone)
 RETURNS SETOF message
 LANGUAGE sql
AS $function$
    select * from message where id = any(ids) and message.at < see.at
$function$;
CREATE OR REPLACE FUNCTION public.see(ids bigint[])
 RETURNS SETOF message
 LANGUAGE sql
AS $function$
    select * from see(ids, now())
$function$;
