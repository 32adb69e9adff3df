CREATE TYPE kind AS ENUM ('a','b');
CREATE TABLE t (id int PRIMARY KEY, k kind NOT NULL DEFAULT 'a');
CREATE TABLE plain (id int);
