CREATE TABLE t (a INT, b INT, KEY i1 (a, b));
