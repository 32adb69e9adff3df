CREATE TABLE t (
    a TINYTEXT,
    b TEXT,
    c MEDIUMTEXT,
    d TINYBLOB,
    e VARCHAR(20),
    f CHAR(5),
    g CHAR(4)
) CHARSET=latin1;
