CREATE TABLE t (
    a BIGINT,
    b BIGINT AS (a+1) VIRTUAL,
    c VARCHAR(30) AS (concat(a,'x')) STORED
);
