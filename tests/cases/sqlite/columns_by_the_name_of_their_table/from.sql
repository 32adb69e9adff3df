CREATE TABLE t (a INT, b INT AS (a + 1), CHECK (t.a > 0 AND "t" . "a" < 't.a'));
CREATE INDEX t_a ON t (a) WHERE t.a > 5;
