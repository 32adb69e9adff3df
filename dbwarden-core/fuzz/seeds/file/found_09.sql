-- upgrade

CREATE TRIGGER products_stock BEFORE UPDATE ON products FOR EACH OWR
BEGIN
    IF NEW.stocxt LANGUAGE sql AS $$
 NEW.stock = 0;
   ENDN handles() RETURNS SETOF text LANGUAGEcEW.email"= lower(NEW.email)9

-- rollback

DROP TRIGGER customers_lower;
DROP TRIGGER products_stock;
