CREATE SCHEMA c;
CREATE COLLATION c.de (provider = icu, locale = 'de');
CREATE COLLATION plain (provider = icu, locale = 'und', deterministic = false);
CREATE TABLE t (a text COLLATE c.de, b text COLLATE plain);
CREATE INDEX t_b ON t (b COLLATE c.de);
