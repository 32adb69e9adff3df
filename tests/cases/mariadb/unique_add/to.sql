CREATE TABLE t (a INT, b INT, UNIQUE (a), UNIQUE KEY ub (b), UNIQUE INDEX uab (a,b));
