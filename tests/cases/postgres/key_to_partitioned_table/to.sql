CREATE TABLE p (id int, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE c (id int, k int, FOREIGN KEY (id, k) REFERENCES p);
