CREATE TABLE t (
    id int CONSTRAINT t_pk PRIMARY KEY,
    a int CONSTRAINT t_a UNIQUE,
    b int CONSTRAINT t_b UNIQUE,
    c int CONSTRAINT t_c UNIQUE
);
COMMENT ON INDEX t_pk IS 'old';
COMMENT ON INDEX t_a IS 'made anew';
COMMENT ON INDEX t_b IS 'goes with it';
COMMENT ON INDEX t_c IS 'goes';
CREATE TABLE gone (id int PRIMARY KEY);
COMMENT ON INDEX gone_pkey IS 'goes and comes';
