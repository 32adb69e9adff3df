CREATE TABLE t (a INT CHECK (a > 0), b INT, CONSTRAINT ordered CHECK (a < b));
