CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL, age int, CONSTRAINT is_named CHECK (name <> ''));
CREATE TABLE animals (legs int DEFAULT 4, number serial);
CREATE TABLE leaves (id int NOT NULL, name text NOT NULL, own int);
CREATE TABLE joins (id int NOT NULL, name text NOT NULL, own int, age int, CONSTRAINT is_named CHECK (name <> '')) INHERITS (people);
CREATE TABLE moves (id int NOT NULL, name text NOT NULL, weight int, legs int DEFAULT 4, number int NOT NULL DEFAULT nextval('animals_number_seq')) INHERITS (animals);
