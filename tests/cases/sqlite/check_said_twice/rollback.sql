CREATE TABLE _dbwarden_new_t (
    a INT CHECK (a > 0),
    b INT
);
INSERT INTO _dbwarden_new_t (rowid, a, b) SELECT rowid, a, b FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
