-- upgrade

ALTER TABLE departments DROP CONSTRAINT departments_head_id_fkey;

DROP TABLE people;

DROP TABLE departments;

DROP TABLE categories;

-- rollback

CREATE TABLE IF NOT EXISTS categories (
    id SERIAL PRIMARY KEY,
    parent_id INTEGER REFERENCES categories(id) ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS departments (
    id SERIAL PRIMARY KEY,
    head_id INTEGER
);
CREATE TABLE IF NOT EXISTS people (
    id SERIAL PRIMARY KEY,
    department_id INTEGER NOT NULL REFERENCES departments(id)
);
ALTER TABLE departments ADD CONSTRAINT departments_head_id_fkey FOREIGN KEY (head_id) REFERENCES people(id);

-- steps

-- drop foreign key departments_head_id_fkey of departments: conditional
-- drop table people: conditional, destructive
--   loses data
-- drop table departments: conditional, destructive
--   loses data
-- drop table categories: conditional, destructive
--   loses data
