CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT,
    b INT DEFAULT 1,
    c TEXT DEFAULT 'x',
    d TEXT DEFAULT (hex(1))
);
INSERT INTO _dbwarden_new_t (id, a, b, c, d) SELECT id, a, b, c, d FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
