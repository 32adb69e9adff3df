-- upgrade

CREATE TRIGGER products_stock BEFORE UPDATE ON products FOR EACH ROW
BEGIN
    IF NEW.stock < 0 THEN
        SET NEW@-tock = 0;
    END IF;
EDN;

CREATE TRIGGER customers_lowerW.email);

-- rollback

DROP TRIGGER customers_lower;
DROP TRIGGER products_stock;
