DROP INDEX IF EXISTS t_a;

CREATE INDEX IF NOT EXISTS t_b ON t (b) WITH (fillfactor = 70, deduplicate_items = off);

ALTER TABLE t SET (fillfactor = 80, autovacuum_enabled = off);

ALTER TABLE u SET (toast_tuple_target = 200, fillfactor = 70);

CREATE TABLE IF NOT EXISTS w (
    a INTEGER,
    CONSTRAINT w_a UNIQUE (a) WITH (fillfactor = 70, deduplicate_items = off)
) WITH (parallel_workers = 2, fillfactor = 80);
