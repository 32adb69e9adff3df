CREATE TABLE t (
    a VARCHAR(10),
    b VARCHAR(10) COLLATE utf8mb4_unicode_ci,
    c VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin
);
