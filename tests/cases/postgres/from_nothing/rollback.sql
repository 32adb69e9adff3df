DROP INDEX IF EXISTS app.tasks_tags;
DROP INDEX IF EXISTS app.tasks_state;
DROP TABLE app.tasks;
DROP TABLE app.owners;
DROP TYPE app.state;
DROP EXTENSION citext;
DROP SCHEMA app;
