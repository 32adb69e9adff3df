CREATE INDEX IF NOT EXISTS i ON t (a, "no column");
