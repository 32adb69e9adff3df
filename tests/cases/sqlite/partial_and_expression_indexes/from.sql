CREATE TABLE t (a INT, b TEXT, c TEXT);
CREATE INDEX gone ON t (a);
CREATE INDEX other ON t (lower(b));
CREATE INDEX where_changes ON t (a) WHERE b IS NULL;
