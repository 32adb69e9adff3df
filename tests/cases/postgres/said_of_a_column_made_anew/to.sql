CREATE TABLE sales (id bigint, quantity int, price int, total int GENERATED ALWAYS AS (quantity * price) STORED, note text GENERATED ALWAYS AS ('#' || id::text) STORED);
COMMENT ON COLUMN sales.note IS 'computed';
GRANT SELECT (id, total, note), UPDATE (total) ON sales TO PUBLIC;
