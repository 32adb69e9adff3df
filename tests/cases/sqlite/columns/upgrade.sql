-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY,
    email VARCHAR(80) NOT NULL,
    age BIGINT DEFAULT 3,
    bio TEXT
);

INSERT INTO _dbwarden_new_users (id, email, age) SELECT id, email, age FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;
