CREATE TABLE t (a BIGINT, b INT AS (T.a + 1), CHECK (a > 0 AND a < 't.a'));
CREATE INDEX t_a ON t (a) WHERE t.a > 5;
