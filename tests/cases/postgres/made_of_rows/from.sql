CREATE TABLE kept (id INTEGER);
CREATE TABLE place (a INTEGER);
CREATE TYPE route AS (start place);
CREATE TABLE trip (by route);
