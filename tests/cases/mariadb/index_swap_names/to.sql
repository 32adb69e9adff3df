CREATE TABLE t (a INT, b INT, KEY i2 (a), KEY i1 (b));
