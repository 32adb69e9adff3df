CREATE TABLE t (
    a TEXT(100),
    b TEXT(300),
    c TEXT(70000),
    d BLOB(10),
    e VARCHAR(20) BINARY,
    f CHAR(5) ASCII,
    g CHAR(4) UNICODE
) CHARSET=latin1;
