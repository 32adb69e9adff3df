ALTER INDEX i SET (fillfactor = 50);
ALTER TABLE t SET (autovacuum_enabled = off);
