CREATE TABLE t (a INT CHECK (a > 0), b INT, c INT CHECK (c < 10), d INT CHECK (d > 4) );
