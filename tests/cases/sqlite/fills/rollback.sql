CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT
);
INSERT INTO _dbwarden_new_t (id, a) SELECT id, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
