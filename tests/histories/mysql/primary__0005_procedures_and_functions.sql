-- upgrade

DELIMITER //
CREATE PROCEDURE restock(IN minimum INT)
BEGIN
    DECLARE finished INT DEFAULT 0;
    DECLARE current BIGINT UNSIGNED;
    DECLARE wanted CURSOR FOR SELECT id FROM products WHERE stock < minimum;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET finished = 1;
    OPEN wanted;
    each_product: LOOP
        FETCH wanted INTO current;
        IF finished THEN LEAVE each_product; END IF;
        CASE
            WHEN minimum > 100 THEN UPDATE products SET stock = 100 WHERE id = current;
            ELSE UPDATE products SET stock = minimum WHERE id = current;
        END CASE;
    END LOOP;
    CLOSE wanted;
END//
CREATE FUNCTION full_price(product BIGINT UNSIGNED) RETURNS DECIMAL(12, 2) READS SQL DATA
    RETURN (SELECT price_with_tax FROM products WHERE id = product)//
DELIMITER ;
CALL restock(5);

-- rollback

UPDATE products SET stock = 0 WHERE sku = 'B-2';
UPDATE products SET stock = 3 WHERE sku = 'A-1';
DROP FUNCTION full_price;
DROP PROCEDURE restock;
