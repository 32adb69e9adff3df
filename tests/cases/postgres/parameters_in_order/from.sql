CREATE TABLE t (a int, b int) WITH (parallel_workers = 2, fillfactor = 70);
CREATE INDEX t_a ON t (a) WITH (fillfactor = 70, deduplicate_items = off);
CREATE TABLE u (a int) WITH (fillfactor = 70);
