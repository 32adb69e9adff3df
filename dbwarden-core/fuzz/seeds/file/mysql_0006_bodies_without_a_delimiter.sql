-- upgrade

CREATE TRIGGER products_stock BEFORE UPDATE ON products FOR EACH ROW
BEGIN
    IF NEW.stock < 0 THEN
        SET NEW.stock = 0;
    END IF;
END;

CREATE TRIGGER customers_lower BEFORE INSERT ON customers FOR EACH ROW SET NEW.email = lower(NEW.email);

-- rollback

DROP TRIGGER customers_lower;
DROP TRIGGER products_stock;
