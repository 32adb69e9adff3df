CREATE TABLE places (id serial PRIMARY KEY, name text, height int DEFAULT 1, CHECK (height > 0));
CREATE TABLE marks (mark text);
CREATE SCHEMA gone;
CREATE TYPE gone.kind AS ENUM ('a', 'b');
CREATE TABLE gone.old (kind gone.kind DEFAULT 'a') INHERITS (places, marks);
CREATE TABLE stays (n int) INHERITS (marks);
