CREATE TABLE t (
    a INT,
    b INT AS (a+1) VIRTUAL,
    KEY kb (b),
    c JSON,
    d VARCHAR(20) AS (json_value(c,'$.x')) STORED
);
