DROP VIEW open_totals;

DROP VIEW open_orders;

DROP TRIGGER audited;

ALTER TABLE audit ADD COLUMN at TEXT;

ALTER TABLE orders DROP COLUMN note;

CREATE TRIGGER audited AFTER INSERT ON audit BEGIN INSERT INTO audit_of_old VALUES (new.id); END;

CREATE VIEW open_orders AS SELECT id FROM orders_of_old WHERE closed IS NULL;

CREATE VIEW open_totals AS SELECT sum(total) AS total FROM orders WHERE id IN (SELECT id FROM open_orders);
