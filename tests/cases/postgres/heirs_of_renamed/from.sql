CREATE TABLE folk (id int PRIMARY KEY, years int NOT NULL DEFAULT 1, name text, CONSTRAINT is_born CHECK (years > 0));
CREATE TABLE workers (trade text) INHERITS (folk);
CREATE TABLE smiths (deep int, PRIMARY KEY (id)) INHERITS (workers);
CREATE INDEX workers_by ON workers (years);
CREATE VIEW all_workers AS SELECT id, years FROM workers;
