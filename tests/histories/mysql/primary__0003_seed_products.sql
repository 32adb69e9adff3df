-- upgrade

INSERT INTO customers (email, name) VALUES ('ada@example.org', "Ada \"the first\"; L."), ('bob@example.org', 'Bob -- rollback');
INSERT INTO products (sku, title, price, stock, attributes) VALUES
    ('A-1', 'A book; about # signs', 12.50, 3, '{"pages": 100, "quote": "it\'s"}'),
    ('B-2', 'Two -- dashes', 99.99, 0, NULL);
INSERT INTO orders (customer_id, placed_at) SELECT id, '2024-03-01 10:00:00' FROM customers;
INSERT INTO order_lines SELECT o.id, 1, p.id, 2 FROM orders o CROSS JOIN products p WHERE p.sku = 'A-1';

-- rollback

DELETE FROM order_lines;
DELETE FROM orders;
DELETE FROM products;
DELETE FROM customers;
