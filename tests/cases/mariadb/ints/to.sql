CREATE TABLE t (
    a SMALLINT,
    b MEDIUMINT,
    c INT,
    d BIGINT,
    e BIGINT UNSIGNED,
    f INT,
    g INT(8) ZEROFILL,
    h TINYINT(4),
    i TINYINT
);
