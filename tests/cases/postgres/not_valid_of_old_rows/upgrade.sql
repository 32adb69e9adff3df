ALTER TABLE orders ADD CONSTRAINT orders_id CHECK (id > 0);

ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;

ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers(id) NOT VALID;
