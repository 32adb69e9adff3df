CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email TEXT UNIQUE,
    age INT
);
INSERT INTO _dbwarden_new_users (id, email, age) SELECT id, email, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS Users_Age ON users (age);
ALTER TABLE users RENAME COLUMN age TO Age;
ALTER TABLE users RENAME COLUMN email TO Email;
ALTER TABLE users RENAME COLUMN id TO Id;
ALTER TABLE tags RENAME COLUMN name TO Name;
ALTER TABLE users RENAME TO _dbwarden_new_Users;
ALTER TABLE _dbwarden_new_Users RENAME TO Users;
