CREATE TYPE e AS ENUM ('a', 'b');
CREATE DOMAIN d AS varchar(10);
CREATE TABLE t (
    a text, b varchar, c text, d varchar(20)[], e bit varying, f numeric, g numeric, h timestamp, i char(4),
    j timestamp
);
