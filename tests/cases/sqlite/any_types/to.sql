CREATE TABLE t (
    id INTEGER PRIMARY KEY,
    a UNSIGNED BIG INT,
    b NATIVE CHARACTER(70),
    c INT8,
    d DOUBLE PRECISION,
    e DECIMAL(10,5),
    f NUMERIC(10,-2),
    g "my type",
    h [another one],
    i `check`,
    j 'string',
    k FLOATING POINT(8),
    l boolean
);
