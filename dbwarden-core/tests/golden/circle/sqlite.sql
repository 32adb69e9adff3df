-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE IF NOT EXISTS departments (
    id INTEGER PRIMARY KEY,
    head_id INTEGER REFERENCES people(id) ON DELETE SET NULL
);

CREATE TABLE IF NOT EXISTS people (
    id INTEGER PRIMARY KEY,
    department_id INTEGER NOT NULL REFERENCES departments(id),
    boss_id INTEGER REFERENCES people(id)
);

-- rollback

DROP TABLE people;
DROP TABLE departments;

-- steps

-- create table departments: real
-- create table people: real
