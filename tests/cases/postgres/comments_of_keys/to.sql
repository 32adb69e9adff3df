COMMENT ON SCHEMA public IS 'ours';
CREATE TABLE t (
    id int CONSTRAINT t_pk PRIMARY KEY,
    a int,
    b int,
    c int CONSTRAINT t_c UNIQUE,
    CONSTRAINT t_a UNIQUE (a, b)
);
COMMENT ON INDEX t_pk IS 'new';
COMMENT ON INDEX t_a IS 'made anew';
CREATE TABLE come (id int, CONSTRAINT come_id EXCLUDE USING btree (id WITH =));
COMMENT ON INDEX come_id IS 'comes';
