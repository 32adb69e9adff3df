CREATE TABLE t (a INT, b INT, KEY i3 (a), KEY i4 (a,b));
