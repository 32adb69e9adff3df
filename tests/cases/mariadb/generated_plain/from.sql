CREATE TABLE t (a INT, b INT, c INT AS (a*2) VIRTUAL, KEY kb (b));
