CREATE TABLE t (
    a BIT(64),
    b BIT(8) DEFAULT b'111',
    c YEAR DEFAULT 2020,
    d TIME(6),
    e DATETIME(3),
    f TIMESTAMP(6) NULL
);
