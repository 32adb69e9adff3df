CREATE TABLE t (a int, b int) WITH (parallel_workers = 2, fillfactor = 80, autovacuum_enabled = off);
CREATE INDEX t_b ON t (b) WITH (fillfactor = 70, deduplicate_items = off);
CREATE TABLE u (a int) WITH (toast_tuple_target = 200, fillfactor = 70);
CREATE TABLE w (a int, CONSTRAINT w_a UNIQUE (a) WITH (fillfactor = 70, deduplicate_items = off))
    WITH (parallel_workers = 2, fillfactor = 80);
