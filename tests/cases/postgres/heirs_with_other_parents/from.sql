CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL, CONSTRAINT is_named CHECK (name <> ''));
CREATE TABLE things (weight int);
CREATE TABLE leaves (id int NOT NULL, name text NOT NULL, own int, CONSTRAINT is_named CHECK (name <> '')) INHERITS (people);
CREATE TABLE joins (id int NOT NULL, name text, own int);
CREATE TABLE moves (id int NOT NULL, name text NOT NULL, weight int, CONSTRAINT is_named CHECK (name <> '')) INHERITS (people);
