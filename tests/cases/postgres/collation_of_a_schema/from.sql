CREATE SCHEMA c;
CREATE COLLATION c.de (provider = icu, locale = 'de');
CREATE TABLE t (a text, b text);
