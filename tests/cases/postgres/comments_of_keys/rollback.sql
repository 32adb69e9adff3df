CREATE TABLE IF NOT EXISTS gone (
    id INTEGER NOT NULL,
    CONSTRAINT gone_pkey PRIMARY KEY (id)
);
DROP TABLE come;
ALTER TABLE t DROP CONSTRAINT t_a;
ALTER TABLE t ADD CONSTRAINT t_a UNIQUE (a);
ALTER TABLE t ADD CONSTRAINT t_b UNIQUE (b);
COMMENT ON INDEX t_a IS 'made anew';
COMMENT ON INDEX t_b IS 'goes with it';
COMMENT ON INDEX t_c IS 'goes';
COMMENT ON INDEX t_pk IS 'old';
COMMENT ON INDEX gone_pkey IS 'goes and comes';
COMMENT ON SCHEMA public IS 'standard public schema';
