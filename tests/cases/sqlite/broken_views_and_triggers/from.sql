CREATE TABLE orders (id INTEGER PRIMARY KEY, total INT, note TEXT);
CREATE TABLE audit (id INTEGER PRIMARY KEY, what TEXT);
CREATE VIEW open_orders AS SELECT id FROM orders_of_old WHERE closed IS NULL;
CREATE VIEW open_totals AS SELECT sum(total) AS total FROM orders WHERE id IN (SELECT id FROM open_orders);
CREATE VIEW totals AS SELECT sum(total) AS total FROM orders;
CREATE TRIGGER audited AFTER INSERT ON audit BEGIN INSERT INTO audit_of_old VALUES (new.id); END;
