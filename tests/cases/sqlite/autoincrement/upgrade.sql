-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_posts (
    id INTEGER PRIMARY KEY,
    title TEXT
);

INSERT INTO _dbwarden_new_posts (id, title) SELECT id, title FROM posts;

DROP TABLE posts;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_posts RENAME TO posts;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT
);

INSERT INTO _dbwarden_new_users (id, name) SELECT id, name FROM users;

DROP TABLE users;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_users RENAME TO users;

PRAGMA legacy_alter_table = OFF;
