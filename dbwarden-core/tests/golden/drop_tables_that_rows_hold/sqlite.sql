-- upgrade
-- dbwarden: foreign-keys-off

DROP TABLE people;

DROP TABLE departments;

DROP TABLE categories;

-- rollback

CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES categories(id) ON DELETE RESTRICT
);
CREATE TABLE IF NOT EXISTS departments (
    id INTEGER PRIMARY KEY,
    head_id INTEGER REFERENCES people(id)
);
CREATE TABLE IF NOT EXISTS people (
    id INTEGER PRIMARY KEY,
    department_id INTEGER NOT NULL REFERENCES departments(id)
);

-- steps

-- drop table people: conditional, destructive
--   loses data
-- drop table departments: conditional, destructive
--   loses data
-- drop table categories: conditional, destructive
--   loses data
