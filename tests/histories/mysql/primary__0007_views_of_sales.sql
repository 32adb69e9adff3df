-- upgrade

CREATE VIEW sales AS
SELECT c.id AS customer_id, c.email, count(o.id) AS orders, coalesce(sum(o.total), 0) AS total
FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
GROUP BY c.id, c.email;

CREATE OR REPLACE ALGORITHM = MERGE VIEW cheap_products AS
SELECT id, title, price FROM products WHERE price < 50 WITH CHECK OPTION;

-- rollback

DROP VIEW cheap_products;
DROP VIEW sales;
