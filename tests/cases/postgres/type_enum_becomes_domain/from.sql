CREATE TYPE kind AS ENUM ('a','b');
CREATE TABLE t (id int PRIMARY KEY, k kind NOT NULL DEFAULT 'a' CHECK (k <> 'b'), u kind UNIQUE, ks kind[]);
CREATE INDEX ix ON t (k) WHERE k = 'a';
CREATE VIEW v AS SELECT id, k FROM t;
CREATE TABLE gone (k kind);
