CREATE TABLE t (
    a INT,
    b INT AS (a+2) VIRTUAL,
    c INT AS (a*3) STORED,
    d INT AS (a-1) STORED,
    e INT
);
