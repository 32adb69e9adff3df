CREATE TABLE t (a INT, b INT, CHECK (a > 0), CHECK (a > 0), UNIQUE (b), UNIQUE (b));
