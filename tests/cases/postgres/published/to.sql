CREATE TABLE t (id int PRIMARY KEY, a bigint);
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (id > 5);
