CREATE TABLE t (
    a INT,
    b INT AS (a+1) VIRTUAL,
    c INT AS (a*2) STORED,
    d INT,
    e INT AS (a) PERSISTENT
);
