CREATE TABLE _dbwarden_new_t (
    a INT,
    b INT GENERATED ALWAYS AS (a + 1) VIRTUAL,
    c INT GENERATED ALWAYS AS (a * 2) STORED,
    d INT
);
INSERT INTO _dbwarden_new_t (rowid, a, d) SELECT rowid, a, d FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
