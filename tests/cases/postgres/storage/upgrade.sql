ALTER TABLE t SET (fillfactor = 80);

ALTER TABLE u SET (autovacuum_vacuum_threshold = 100);
