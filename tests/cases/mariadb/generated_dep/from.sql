CREATE TABLE t (a INT, b INT AS (a+1) VIRTUAL, c VARCHAR(10) AS (concat(a,'x')) STORED);
