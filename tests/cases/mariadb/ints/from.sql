CREATE TABLE t (
    a TINYINT,
    b SMALLINT,
    c MEDIUMINT,
    d INT,
    e BIGINT,
    f INT UNSIGNED,
    g INT(5) ZEROFILL,
    h TINYINT(1),
    i BOOL
);
