CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(50) NOT NULL);
CREATE UNIQUE INDEX ix_users_email ON users (email);
