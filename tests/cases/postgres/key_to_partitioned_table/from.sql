CREATE TABLE p (id int, k int) PARTITION BY LIST (k);
CREATE TABLE c (id int, k int);
