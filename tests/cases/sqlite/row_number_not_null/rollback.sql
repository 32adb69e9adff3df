CREATE TABLE _dbwarden_new_plain (
    id INTEGER PRIMARY KEY
);
INSERT INTO _dbwarden_new_plain (id) SELECT id FROM plain;
DROP TABLE plain;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_plain RENAME TO plain;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_django (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    name varchar(30) NOT NULL
);
INSERT INTO sqlite_sequence (name, seq) SELECT '_dbwarden_new_django', seq FROM sqlite_sequence WHERE name = 'django';
INSERT INTO _dbwarden_new_django (id, name) SELECT id, name FROM django;
DROP TABLE django;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_django RENAME TO django;
PRAGMA legacy_alter_table = OFF;
