DROP TABLE sessions;
DROP INDEX IF EXISTS users_domain;
DROP TABLE users;
DROP TABLE teams;
