CREATE TYPE kind AS (x int, y int);
CREATE TABLE t (id int PRIMARY KEY, k kind);
CREATE TABLE plain (id int);
