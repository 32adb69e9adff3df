CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (
    id int, a e NOT NULL, b interval second(1) NOT NULL, c bit(3) NOT NULL, d int4range NOT NULL, f tsvector NOT NULL
);
CREATE TYPE gone AS ENUM ('x', 'y');
CREATE TABLE u (id int, a gone NOT NULL);
