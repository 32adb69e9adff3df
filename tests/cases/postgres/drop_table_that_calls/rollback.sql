ALTER TABLE stays DROP CONSTRAINT stays_name_check;
DROP FUNCTION is_kind(text,kind);
ALTER TYPE kind RENAME TO kind_old;
CREATE TYPE kind AS ENUM ('a', 'b');
DROP TYPE kind_old;
CREATE OR REPLACE FUNCTION public.is_kind(name text, k kind)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
    select name = k::text
$function$;
CREATE TABLE IF NOT EXISTS gone (
    name TEXT,
    CONSTRAINT gone_name_check CHECK (is_kind(name, 'b'::kind))
);
ALTER TABLE stays ADD CONSTRAINT stays_name_check CHECK (is_kind(name, 'a'::kind));
