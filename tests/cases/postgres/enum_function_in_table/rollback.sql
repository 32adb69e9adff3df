ALTER TABLE t ALTER COLUMN name DROP DEFAULT;
DROP INDEX IF EXISTS i;
ALTER TABLE t DROP CONSTRAINT ab;
ALTER TABLE t DROP COLUMN is_a;
DROP FUNCTION usual(kind);
DROP FUNCTION is_kind(text,kind[]);
ALTER TYPE kind RENAME TO kind_old;
CREATE TYPE kind AS ENUM ('a', 'b');
ALTER TABLE t ALTER COLUMN k TYPE kind USING k::text::kind;
DROP TYPE kind_old;
CREATE OR REPLACE FUNCTION public.is_kind(name text, kinds kind[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
    select name::kind = any(kinds)
$function$;
CREATE OR REPLACE FUNCTION public.usual(k kind)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$select k::text$function$;
ALTER TABLE t ADD COLUMN is_a BOOLEAN GENERATED ALWAYS AS (is_kind('a'::text, ARRAY['a'::kind])) STORED;
ALTER TABLE t ALTER COLUMN name SET DEFAULT usual('a'::kind);
CREATE INDEX IF NOT EXISTS i ON t ((usual(k)));
ALTER TABLE t ADD CONSTRAINT ab CHECK (is_kind(name, ARRAY['a'::kind, 'b'::kind]));
