CREATE TABLE items (
    price INT,
    amount INT,
    total INT GENERATED ALWAYS AS (price * amount) VIRTUAL,
    label TEXT AS (amount || ' x ' || price) COLLATE NOCASE
);
CREATE INDEX items_total ON items (total);
