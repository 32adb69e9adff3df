CREATE TABLE sales (id int, quantity int, price int, total int, note text GENERATED ALWAYS AS ('#' || id::text) STORED);
GRANT SELECT (id, total, note), UPDATE (total) ON sales TO PUBLIC;
COMMENT ON COLUMN sales.note IS 'computed';
