-- upgrade

CREATE TABLE IF NOT EXISTS departments (
    id INT AUTO_INCREMENT PRIMARY KEY,
    head_id INT
) DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS people (
    id INT AUTO_INCREMENT PRIMARY KEY,
    department_id INT NOT NULL,
    boss_id INT,
    CONSTRAINT people_department_id_fkey FOREIGN KEY (department_id) REFERENCES departments(id),
    CONSTRAINT people_boss_id_fkey FOREIGN KEY (boss_id) REFERENCES people(id)
) DEFAULT CHARSET=utf8mb4;

ALTER TABLE departments ADD CONSTRAINT departments_head_id_fkey FOREIGN KEY (head_id) REFERENCES people(id) ON DELETE SET NULL;

-- rollback

ALTER TABLE departments DROP FOREIGN KEY departments_head_id_fkey;
DROP TABLE people;
DROP TABLE departments;

-- steps

-- create table departments: real
-- create table people: real
-- add foreign key departments_head_id_fkey of departments: real
