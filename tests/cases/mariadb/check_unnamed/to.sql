CREATE TABLE t (a INT, b INT, CHECK (a < b), CHECK (a > 0));
