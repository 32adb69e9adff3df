CREATE TABLE _dbwarden_new_t (
    a INT,
    b TEXT
);
INSERT INTO _dbwarden_new_t (rowid, a, b) SELECT rowid, a, b FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS t_a ON t (a);
