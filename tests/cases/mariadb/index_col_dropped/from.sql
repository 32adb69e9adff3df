CREATE TABLE t (a INT, b INT, KEY i1 (a,b), KEY i2 (b));
