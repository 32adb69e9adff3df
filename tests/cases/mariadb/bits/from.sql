CREATE TABLE t (
    a BIT,
    b BIT(8) DEFAULT b'101',
    c YEAR,
    d TIME,
    e DATETIME,
    f TIMESTAMP NULL
);
