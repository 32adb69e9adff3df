CREATE TABLE t (a VARCHAR(100), b TEXT, c BLOB, KEY i1 (a(10)), KEY i2 (b(20), c(5)));
