CREATE TABLE t (a INT, b INT, UNIQUE KEY u (a, b));
