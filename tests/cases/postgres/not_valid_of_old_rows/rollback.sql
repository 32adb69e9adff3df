ALTER TABLE orders DROP CONSTRAINT orders_customer;
ALTER TABLE orders DROP CONSTRAINT orders_total;
ALTER TABLE orders DROP CONSTRAINT orders_id;
