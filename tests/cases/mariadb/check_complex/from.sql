CREATE TABLE t (a VARCHAR(20), s ENUM('x','y'), d DATE);
