DROP TABLE counted;
CREATE TABLE _dbwarden_new_t (
    a INT,
    b INT,
    c INT
);
INSERT INTO _dbwarden_new_t (rowid, a, b, c) SELECT rowid, a, b, c FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
