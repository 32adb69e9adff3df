DROP INDEX ix_users_email ON users;
CREATE INDEX ix_users_email ON users (email);
