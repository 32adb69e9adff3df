CREATE TABLE t (
    a VARCHAR(20),
    s ENUM('x','y'),
    d DATE,
    CONSTRAINT c CHECK (a IN ('it''s','b') OR (s = 'x' AND d > '2020-01-01') OR a REGEXP '^[a-z]+\\d' OR length(a) BETWEEN 1 AND 5 OR a LIKE '%\\_%'),
    CONSTRAINT c2 CHECK (a IS NOT NULL XOR NOT (s <=> 'y'))
);
