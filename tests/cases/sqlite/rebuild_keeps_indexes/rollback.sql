CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT,
    b TEXT
);
INSERT INTO _dbwarden_new_t (id, a, b) SELECT id, a, b FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS t_a ON t (a DESC);
CREATE UNIQUE INDEX IF NOT EXISTS t_b ON t (lower(b) COLLATE NOCASE) WHERE a > 0;
