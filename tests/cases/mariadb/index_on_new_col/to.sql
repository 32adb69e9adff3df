CREATE TABLE t (
    a INT,
    b VARCHAR(20) NOT NULL DEFAULT '',
    c TEXT NOT NULL DEFAULT '',
    KEY i1 (b,a),
    FULLTEXT i2 (c)
);
