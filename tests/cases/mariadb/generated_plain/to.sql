CREATE TABLE t (a INT, b INT AS (a+1) VIRTUAL, c INT, KEY kb (b));
