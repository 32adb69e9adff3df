CREATE TABLE t (a INT DEFAULT (1), b TEXT DEFAULT 'x', c DEFAULT CURRENT_DATE, d DEFAULT (- 1), e REAL,
    f DEFAULT 'red', g CHECK ((g = 1 OR g <> 2)), h INT UNIQUE);
CREATE INDEX i ON t (a, lower(b));
