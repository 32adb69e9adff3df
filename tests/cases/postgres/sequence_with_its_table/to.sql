CREATE SEQUENCE comes;
CREATE TABLE x (id int NOT NULL DEFAULT nextval('comes'));
ALTER SEQUENCE comes OWNED BY x.id;
CREATE TABLE v (id int NOT NULL);
CREATE TYPE pair AS (a int);
CREATE TABLE w (p pair);
