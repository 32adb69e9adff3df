CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email VARCHAR(50) NOT NULL,
    age INTEGER
);
INSERT INTO _dbwarden_new_users (id, email, age) SELECT id, email, age FROM users;
DROP TABLE users;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_users RENAME TO users;
PRAGMA legacy_alter_table = OFF;
