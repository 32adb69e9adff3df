CREATE TABLE t (
    a ENUM('ä','ö') CHARACTER SET utf8mb4,
    b SET('a','b') CHARACTER SET latin1
);
