DROP VIEW v;

ALTER TABLE t ALTER COLUMN s TYPE VARCHAR(20);

ALTER TABLE t ADD CONSTRAINT t_check CHECK ((n BETWEEN 1 AND 5) AND ((s)::text <> ALL (ARRAY['q'::character varying, 'r'::character varying])));

ALTER TABLE t ADD CONSTRAINT t_s_check CHECK ((s)::text = ANY (ARRAY['a'::character varying, 'b'::character varying]));

CREATE INDEX IF NOT EXISTS t_n ON t (n) WHERE (s)::text = ANY (ARRAY['x'::character varying, 'y'::character varying]);

CREATE VIEW v AS
 SELECT t.id
   FROM t
  WHERE ((t.s)::text = ANY (ARRAY['a'::character varying, 'b'::character varying]));
