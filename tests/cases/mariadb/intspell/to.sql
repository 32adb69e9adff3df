CREATE TABLE t (
    a INT,
    b INT,
    c INT,
    d BIGINT,
    e DECIMAL,
    f DECIMAL(10,0),
    g DECIMAL(10),
    h DOUBLE,
    i DOUBLE,
    j FLOAT,
    k DOUBLE,
    l VARCHAR(10),
    m CHAR(3) CHARACTER SET utf8mb3,
    n MEDIUMTEXT,
    o TINYINT(1),
    p YEAR,
    q BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE
);
