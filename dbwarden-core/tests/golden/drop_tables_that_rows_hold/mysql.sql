-- upgrade

ALTER TABLE departments DROP FOREIGN KEY departments_head_id_fkey;

DROP TABLE people;

DROP TABLE departments;

DROP TABLE categories;

-- rollback

CREATE TABLE IF NOT EXISTS categories (
    id INT AUTO_INCREMENT PRIMARY KEY,
    parent_id INT,
    CONSTRAINT categories_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES categories(id) ON DELETE RESTRICT
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS departments (
    id INT AUTO_INCREMENT PRIMARY KEY,
    head_id INT
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE IF NOT EXISTS people (
    id INT AUTO_INCREMENT PRIMARY KEY,
    department_id INT NOT NULL,
    CONSTRAINT people_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id)
) DEFAULT CHARSET=utf8mb4;
ALTER TABLE departments ADD CONSTRAINT departments_head_id_fkey FOREIGN KEY (head_id) REFERENCES people(id);

-- steps

-- drop foreign key departments_head_id_fkey of departments: conditional
-- drop table people: conditional, destructive
--   loses data
-- drop table departments: conditional, destructive
--   loses data
-- drop table categories: conditional, destructive
--   loses data
