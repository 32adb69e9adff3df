CREATE TABLE people (id INT PRIMARY KEY);
CREATE TABLE jobs (
    id INT PRIMARY KEY,
    person INT,
    boss INT,
    FOREIGN KEY (person) REFERENCES people (id),
    FOREIGN KEY (boss) REFERENCES jobs (id)
);
