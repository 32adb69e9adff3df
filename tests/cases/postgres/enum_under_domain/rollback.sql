DROP VIEW v;
DROP FUNCTION f(known);
DROP INDEX IF EXISTS t_h;
ALTER TABLE t ALTER COLUMN h DROP DEFAULT;
ALTER TABLE t ALTER COLUMN h TYPE TEXT USING h::text;
ALTER TABLE t ALTER COLUMN s TYPE TEXT USING s::text;
DROP DOMAIN known;
ALTER TYPE state RENAME TO state_old;
CREATE TYPE state AS ENUM ('new', 'old', 'gone');
DROP TYPE state_old;
CREATE DOMAIN known AS state DEFAULT 'new'::state CONSTRAINT known_check CHECK ((VALUE <> 'gone'::state));
ALTER TABLE t ALTER COLUMN h TYPE known[] USING h::known[];
ALTER TABLE t ALTER COLUMN h SET DEFAULT '{old}'::known[];
ALTER TABLE t ALTER COLUMN s TYPE known USING s::known;
CREATE INDEX IF NOT EXISTS t_h ON t (id) WHERE (s)::state <> 'old'::state;
CREATE OR REPLACE FUNCTION public.f(known)
 RETURNS known
 LANGUAGE sql
AS $function$SELECT $1$function$;
CREATE VIEW v AS
 SELECT t.s
   FROM t;
