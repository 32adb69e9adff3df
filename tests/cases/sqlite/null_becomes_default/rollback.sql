CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT,
    b TEXT DEFAULT red,
    c TEXT,
    d INT NOT NULL
);
INSERT INTO _dbwarden_new_t (id, a, b, c, d) SELECT id, a, b, c, d FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
