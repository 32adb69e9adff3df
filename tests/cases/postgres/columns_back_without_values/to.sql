CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int);
CREATE TABLE u (id int);
