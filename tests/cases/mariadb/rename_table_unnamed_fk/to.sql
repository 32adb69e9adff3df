CREATE TABLE people (id INT PRIMARY KEY);
CREATE TABLE tasks (
    id INT PRIMARY KEY,
    person INT,
    boss INT,
    FOREIGN KEY (person) REFERENCES people (id) ON DELETE CASCADE,
    FOREIGN KEY (boss) REFERENCES tasks (id)
);
