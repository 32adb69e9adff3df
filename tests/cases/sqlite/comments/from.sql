CREATE TABLE t ( -- a table, (of things)
    a INT, /* the "first', */
    b TEXT -- no comma
);
CREATE INDEX /* i */ t_a ON t (a /* ) */);
