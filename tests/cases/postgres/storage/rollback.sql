ALTER TABLE u RESET (autovacuum_vacuum_threshold);
ALTER TABLE t SET (fillfactor = 70);
