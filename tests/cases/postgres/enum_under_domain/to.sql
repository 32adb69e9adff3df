CREATE TYPE state AS ENUM ('old', 'new', 'gone');
CREATE DOMAIN known AS state DEFAULT 'new' CHECK (VALUE::state <> 'gone');
CREATE TABLE t (id int PRIMARY KEY, s known NOT NULL, h known[] DEFAULT '{old}', UNIQUE (s));
CREATE INDEX t_h ON t (id) WHERE s::state <> 'old';
CREATE FUNCTION f(known) RETURNS known LANGUAGE sql AS 'SELECT $1';
CREATE VIEW v AS SELECT s FROM t;
