CREATE TABLE t (
    a INT(11),
    b INTEGER,
    c INT4,
    d INT8,
    e DEC(10,0),
    f NUMERIC(10),
    g FIXED,
    h DOUBLE PRECISION,
    i REAL,
    j FLOAT(20),
    k FLOAT(30),
    l CHARACTER VARYING(10),
    m NATIONAL CHAR(3),
    n LONG VARCHAR,
    o BOOLEAN,
    p YEAR(4),
    q SERIAL
);
