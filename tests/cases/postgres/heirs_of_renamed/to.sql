CREATE TABLE people (id int PRIMARY KEY, age int NOT NULL DEFAULT 1, name text, CONSTRAINT is_alive CHECK (age > 0));
CREATE TABLE workers (trade text) INHERITS (people);
CREATE TABLE smiths (deep int, PRIMARY KEY (id)) INHERITS (workers);
CREATE INDEX workers_by ON workers (age);
CREATE VIEW all_workers AS SELECT id, age AS years FROM workers;
