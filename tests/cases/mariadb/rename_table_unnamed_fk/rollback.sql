ALTER TABLE tasks DROP FOREIGN KEY tasks_ibfk_1;
ALTER TABLE tasks ADD CONSTRAINT tasks_ibfk_1 FOREIGN KEY (person) REFERENCES people(id);
CREATE INDEX IF NOT EXISTS person ON tasks (person);
ALTER TABLE tasks RENAME TO jobs;
