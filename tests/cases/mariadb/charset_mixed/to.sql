CREATE TABLE t (
    id INT PRIMARY KEY,
    a VARCHAR(20) COLLATE utf8mb4_bin,
    b VARCHAR(30),
    c ENUM('a','b'),
    d SET('x','y') CHARACTER SET latin1 COLLATE latin1_bin
) CHARSET=utf8mb4;
