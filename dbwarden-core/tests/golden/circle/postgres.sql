-- upgrade

CREATE TABLE IF NOT EXISTS departments (
    id SERIAL PRIMARY KEY,
    head_id INTEGER
);

CREATE TABLE IF NOT EXISTS people (
    id SERIAL PRIMARY KEY,
    department_id INTEGER NOT NULL REFERENCES departments(id),
    boss_id INTEGER REFERENCES people(id)
);

ALTER TABLE departments ADD CONSTRAINT departments_head_id_fkey FOREIGN KEY (head_id) REFERENCES people(id) ON DELETE SET NULL;

-- rollback

ALTER TABLE departments DROP CONSTRAINT departments_head_id_fkey;
DROP TABLE people;
DROP TABLE departments;

-- steps

-- create table departments: real
-- create table people: real
-- add foreign key departments_head_id_fkey of departments: real
