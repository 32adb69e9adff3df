CREATE TABLE t (a INT, KEY i1 (a), KEY i2 (a));
