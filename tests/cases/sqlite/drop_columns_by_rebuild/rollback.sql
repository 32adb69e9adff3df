CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT UNIQUE,
    b INT CHECK (b > 0),
    c INT REFERENCES p(id),
    d INT,
    e INT GENERATED ALWAYS AS (d + 1) VIRTUAL,
    f INT CHECK (f > 0),
    kept TEXT
);
INSERT INTO _dbwarden_new_t (id, kept) SELECT id, kept FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
