CREATE TABLE t (
    id INT PRIMARY KEY,
    a VARCHAR(20),
    b VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    c ENUM('a','b'),
    d SET('x','y') COLLATE latin1_bin
) CHARSET=latin1;
