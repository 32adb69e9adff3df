DROP VIEW v;
DROP INDEX IF EXISTS t_n;
ALTER TABLE t DROP CONSTRAINT t_s_check;
ALTER TABLE t DROP CONSTRAINT t_check;
ALTER TABLE t ALTER COLUMN s TYPE VARCHAR(10);
CREATE VIEW v AS
 SELECT t.id
   FROM t
  WHERE ((t.s)::text = ANY (ARRAY['a'::character varying, 'b'::character varying]));
