CREATE TABLE t (
    a CHAR(4),
    b VARCHAR(300),
    c BINARY(5),
    d VARBINARY(500),
    e TEXT,
    f MEDIUMBLOB,
    g MEDIUMTEXT,
    h BLOB
);
