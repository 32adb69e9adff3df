CREATE TYPE price AS (amount numeric(10, 2), unit text COLLATE "C");
CREATE TABLE t (id int PRIMARY KEY, p price, q price[]);
CREATE VIEW v AS SELECT (p).amount FROM t;
COMMENT ON COLUMN price.amount IS 'before tax';
