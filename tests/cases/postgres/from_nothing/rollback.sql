DROP TABLE app.tasks;
DROP TABLE app.owners;
DROP TYPE app.state;
DROP EXTENSION citext;
DROP SCHEMA app;
