-- upgrade

SET sql_mode = ORACLE;

CREATE OR REPLACE FUNCTION price_of(wanted INT) RETURN DECIMAL(10, 2) AS
    found DECIMAL(10, 2) := CASE WHEN wanted IS NULL THEN 0 ELSE 1 END;
BEGIN
    SELECT price INTO found FROM "products" WHERE id = wanted;
    RETURN found;
EXCEPTION
    WHEN NO_DATA_FOUND THEN
        RETURN NULL; -- BEGIN; a name may look like anything: "a\"
END price_of;

CREATE PROCEDURE count_down IS
    left_over INT := 3;
BEGIN
    <<steps>>
    LOOP
        EXIT steps WHEN left_over = 0;
        left_over := left_over - 1;
        IF left_over > 1 THEN
            CONTINUE steps;
        ELSIF left_over = 1 THEN
            NULL;
        ELSE
            NULL;
        END IF;
    END LOOP steps;
    WHILE left_over > 0 LOOP
        left_over := left_over - 1;
    END LOOP;
    FOR product IN (SELECT id, title AS "name; of \" FROM products) LOOP
        left_over := product.id;
    END LOOP;
    DECLARE
        seen INT;
    BEGIN
        FOR i IN REVERSE 1..3 LOOP seen := i; END LOOP;
    END;
END;

CREATE PACKAGE sales AS
    FUNCTION total(wanted INT) RETURN DECIMAL(10, 2);
    PROCEDURE forget;
END;

CREATE PACKAGE BODY sales AS
    seen INT := 0;
    FUNCTION twice(a DECIMAL(10, 2)) RETURN DECIMAL(10, 2) AS BEGIN RETURN 2 * a; END;
    FUNCTION total(wanted INT) RETURN DECIMAL(10, 2) IS
        price DECIMAL(10, 2);
    BEGIN
        seen := seen + 1;
        price := price_of(wanted);
        RETURN twice(price);
    END total;
    PROCEDURE forget AS BEGIN seen := 0; END;
BEGIN
    seen := 0;
END;

-- rollback

SET sql_mode = ORACLE;
DROP PACKAGE sales;
DROP PROCEDURE count_down;
DROP FUNCTION price_of;
