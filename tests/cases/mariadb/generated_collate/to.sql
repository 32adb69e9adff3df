CREATE TABLE t (
    a VARCHAR(10),
    b VARCHAR(20) COLLATE utf8mb4_unicode_ci AS (lower(a)) STORED COMMENT 'y',
    c INT AS (length(a)+1) VIRTUAL
) CHARSET utf8mb4;
