CREATE TABLE p (id INT PRIMARY KEY);
CREATE TABLE c (
    a INT,
    b INT,
    KEY kab (a,b),
    CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)
);
