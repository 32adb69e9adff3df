DROP TABLE w;
ALTER TABLE u RESET (toast_tuple_target);
ALTER TABLE t SET (fillfactor = 70);
ALTER TABLE t RESET (autovacuum_enabled);
DROP INDEX IF EXISTS t_b;
CREATE INDEX IF NOT EXISTS t_a ON t (a) WITH (fillfactor = 70, deduplicate_items = off);
