CREATE FUNCTION zero() RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 0';
CREATE FUNCTION above(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 > zero()';
CREATE TYPE part AS (n int, w text COLLATE "C");
CREATE DOMAIN positive AS int CHECK (above(VALUE));
CREATE TYPE whole AS (p positive, q part);
CREATE TABLE t (id int PRIMARY KEY, a int CHECK (above(a)), w whole);
