DROP INDEX ix_users_email ON users;

ALTER TABLE users ADD CONSTRAINT ix_users_email UNIQUE (email);
