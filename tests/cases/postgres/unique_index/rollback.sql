DROP INDEX IF EXISTS ix_users_email;
CREATE INDEX IF NOT EXISTS ix_users_email ON users (email);
