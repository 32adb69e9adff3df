DROP INDEX IF EXISTS ix_users_email;

CREATE UNIQUE INDEX IF NOT EXISTS ix_users_email ON users (email);
