CREATE TABLE t (
    a CHAR(3),
    b VARCHAR(3),
    c BINARY(3),
    d VARBINARY(3),
    e TINYTEXT,
    f BLOB,
    g TEXT,
    h LONGBLOB
);
