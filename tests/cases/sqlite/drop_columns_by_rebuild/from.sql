CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (
    id INTEGER PRIMARY KEY,
    a INT UNIQUE,
    b INT CHECK (b > 0),
    c INT REFERENCES p (id),
    d INT,
    e INT AS (d + 1),
    f INT,
    kept TEXT,
    CHECK (f > 0)
);
