CREATE TABLE t (
    a VARCHAR(10),
    b VARCHAR(20) COLLATE utf8mb4_bin AS (upper(a)) STORED COMMENT 'x',
    c INT AS (length(a)) VIRTUAL INVISIBLE
) CHARSET utf8mb4;
