CREATE TABLE t (n BIGINT CHECK (n > 0), b INT, CONSTRAINT ordered CHECK (n < b));
