CREATE TYPE price AS (amount int, unit text);
CREATE TABLE t (id int PRIMARY KEY, p price, q price[]);
CREATE VIEW v AS SELECT (p).amount FROM t;
COMMENT ON COLUMN price.unit IS 'as written';
