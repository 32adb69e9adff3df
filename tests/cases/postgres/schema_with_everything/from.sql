CREATE TABLE o (id int PRIMARY KEY);
CREATE SCHEMA s;
CREATE EXTENSION hstore SCHEMA s;
CREATE COLLATION s.de (provider = icu, locale = 'de');
CREATE TYPE s.e AS ENUM ('a');
CREATE DOMAIN s.d AS s.e;
CREATE FUNCTION s.f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE TABLE s.t (e s.d, h s.hstore, n text COLLATE s.de, o int REFERENCES o CHECK (s.f(o) > 0));
CREATE VIEW s.v AS SELECT * FROM s.t;
