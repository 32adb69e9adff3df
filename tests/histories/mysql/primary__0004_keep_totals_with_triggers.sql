-- upgrade

DELIMITER $$

CREATE TRIGGER lines_insert AFTER INSERT ON order_lines FOR EACH ROW
BEGIN
    DECLARE unit DECIMAL(10, 2);
    SELECT price INTO unit FROM products WHERE id = NEW.product_id;
    IF unit IS NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no such product; $ or not';
    END IF;
    UPDATE orders SET total = total + unit * NEW.quantity WHERE id = NEW.order_id;
END$$

CREATE TRIGGER lines_delete AFTER DELETE ON order_lines FOR EACH ROW
BEGIN
    UPDATE orders SET total = total - OLD.quantity * (SELECT price FROM products WHERE id = OLD.product_id)
    WHERE id = OLD.order_id;
END$$

DELIMITER ;

UPDATE orders o SET total = (
    SELECT coalesce(sum(l.quantity * p.price), 0)
    FROM order_lines l JOIN products p ON p.id = l.product_id WHERE l.order_id = o.id
);

-- rollback

DROP TRIGGER lines_delete;
DROP TRIGGER lines_insert;
