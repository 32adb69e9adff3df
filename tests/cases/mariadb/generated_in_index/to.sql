CREATE TABLE t (
    a INT,
    b BIGINT AS (a+2) VIRTUAL,
    KEY kb (b),
    c JSON,
    d VARCHAR(40) AS (json_value(c,'$.y')) STORED,
    UNIQUE KEY kd (d)
);
