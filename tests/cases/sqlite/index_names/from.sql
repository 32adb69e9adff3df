CREATE TABLE t (a INT, b INT);
CREATE INDEX old_name ON t (a);
CREATE INDEX Stays ON t (b);
CREATE TABLE u (a INT);
CREATE INDEX moves ON t (a, b);
