CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a UNSIGNED BIG INT,
    b VARYING CHARACTER(255),
    c INT
);
INSERT INTO _dbwarden_new_t (id, a, b, c) SELECT id, a, b, c FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
