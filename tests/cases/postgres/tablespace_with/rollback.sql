ALTER TABLE t SET (autovacuum_enabled = off);
DROP INDEX IF EXISTS i;
CREATE INDEX IF NOT EXISTS i ON t (a) WITH (fillfactor = 50);
