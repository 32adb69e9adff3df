CREATE TABLE t (id int PRIMARY KEY, s varchar(10), n int);
CREATE VIEW v AS SELECT id FROM t WHERE s IN ('a', 'b');
