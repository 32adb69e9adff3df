CREATE TABLE t (
    id int PRIMARY KEY,
    s varchar(20) CHECK (s IN ('a', 'b')),
    n int CHECK (n BETWEEN 1 AND 5 AND s NOT IN ('q', 'r'))
);
CREATE INDEX t_n ON t (n) WHERE s IN ('x', 'y');
CREATE VIEW v AS SELECT id FROM t WHERE s IN ('a', 'b');
