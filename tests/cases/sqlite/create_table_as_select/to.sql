CREATE TABLE s (a INT, b VARCHAR(10), c REAL, d, e BLOB, f NUMERIC);
CREATE TABLE t AS SELECT a, b AS "b c", c + 1 AS d FROM s;
CREATE TABLE u AS SELECT 1 AS one, 'x' AS "text of it";
