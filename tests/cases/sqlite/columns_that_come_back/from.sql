CREATE TABLE addressed (id int PRIMARY KEY, address text NOT NULL UNIQUE);
CREATE TABLE coded (id int PRIMARY KEY, code varchar(5) NOT NULL);
CREATE UNIQUE INDEX coded_once ON coded (code);
CREATE TABLE counted (id int PRIMARY KEY, number smallint NOT NULL UNIQUE CHECK (number > 0));
CREATE TABLE kinds (id int PRIMARY KEY, kind varchar(9) NOT NULL CHECK (kind IN ('round', 'square')));
CREATE TABLE adults (id int PRIMARY KEY, age int NOT NULL CHECK (age BETWEEN 18 AND 90));
CREATE TABLE named (id int PRIMARY KEY, name text NOT NULL CHECK (length(name) >= 3));
