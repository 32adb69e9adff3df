INSERT INTO customers (email, name, created_at) VALUES ('a@x', 'A', '2024'), ('b@x', 'B', '2025');
DELETE FROM customers WHERE id = 2;
INSERT INTO products (sku, title, price) VALUES ('s1', 'Sock', 2.5), ('s2', 'Shoe', 50);
INSERT INTO orders VALUES (1, 1, 'new', NULL), (2, 1, 'paid', 'x');
INSERT INTO order_lines VALUES (1, 1, 's1', 2), (1, 2, 's2', 1), (2, 1, NULL, 1);
