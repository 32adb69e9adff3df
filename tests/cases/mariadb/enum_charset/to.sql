CREATE TABLE t (
    a ENUM('ä','ö','ü') CHARACTER SET utf8mb4,
    b SET('a','b','ç') CHARACTER SET latin1
);
