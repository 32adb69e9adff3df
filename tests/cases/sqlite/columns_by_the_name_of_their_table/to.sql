CREATE TABLE t (a BIGINT, b INT AS (a + 1), CHECK (T.a > 0 AND a < 't.a'));
CREATE INDEX t_a ON t (a) WHERE t.a > 5;
