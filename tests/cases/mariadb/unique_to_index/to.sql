CREATE TABLE t (a INT, KEY u1 (a));
