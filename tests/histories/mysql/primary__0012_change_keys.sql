-- upgrade

ALTER TABLE orders DROP FOREIGN KEY fk_orders_customer;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT;
CREATE INDEX ix_orders_state ON orders (state, placed_at DESC);
ALTER TABLE products RENAME COLUMN stock TO in_stock;
DROP TRIGGER products_stock;

-- rollback

ALTER TABLE products RENAME COLUMN in_stock TO stock;
CREATE TRIGGER products_stock BEFORE UPDATE ON products FOR EACH ROW
BEGIN
    IF NEW.stock < 0 THEN
        SET NEW.stock = 0;
    END IF;
END;
DROP INDEX ix_orders_state ON orders;
ALTER TABLE orders DROP FOREIGN KEY fk_orders_customer;
ALTER TABLE orders ADD CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE;
