CREATE TABLE zone (a INTEGER);
CREATE TABLE spot (a INTEGER, lies zone);
CREATE TYPE way AS (start spot);
CREATE DOMAIN certain AS zone CHECK ((VALUE).a > 0);
CREATE TABLE kept (id INTEGER, lies zone);
CREATE TABLE area (id INTEGER, edges way[], lies certain, last spot);
