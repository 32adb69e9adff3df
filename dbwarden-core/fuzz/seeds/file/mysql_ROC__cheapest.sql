-- upgrade

CREATE OR REPLACE VIEW cheapest AS SELECT min(price) AS price FROM products;

-- rollback

DROP VIEW cheapest;
