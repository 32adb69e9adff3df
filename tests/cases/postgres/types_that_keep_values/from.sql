CREATE TYPE e AS ENUM ('a', 'b');
CREATE DOMAIN d AS varchar(10);
CREATE TABLE t (
    a e, b d, c uuid, d varchar(10)[], e bit varying(4), f numeric(10,2), g int, h timestamp(3), i char(3), j date
);
