ALTER TABLE t RESET (autovacuum_enabled);

ALTER INDEX i RESET (fillfactor);
