CREATE TABLE t (
    a INT,
    b VARCHAR(20) DEFAULT 'it''s \\',
    c DATETIME,
    d INT DEFAULT (2+2),
    e VARCHAR(20) DEFAULT (uuid()),
    f INT DEFAULT -5,
    g TEXT,
    h DATE DEFAULT (current_date),
    i DOUBLE DEFAULT 1e10,
    j VARCHAR(10),
    k VARCHAR(10) DEFAULT NULL
);
