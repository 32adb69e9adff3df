CREATE TABLE t (a INT CHECK (a >= 0), b TEXT CHECK (b IN ('x', 'y''s')), c INT, CHECK (a < c OR c IS NULL), CHECK (length(b) > 0));
