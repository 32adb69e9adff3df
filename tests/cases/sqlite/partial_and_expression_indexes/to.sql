CREATE TABLE t (a INT, b TEXT, c TEXT);
CREATE INDEX other ON t (upper(b));
CREATE INDEX where_changes ON t (a) WHERE b IS NOT NULL;
CREATE UNIQUE INDEX one_active ON t (b) WHERE c = 'active';
CREATE INDEX much ON t (b || c, a DESC, c COLLATE NOCASE, lower(b) COLLATE RTRIM DESC) WHERE a > 0 AND b LIKE 'x%';
