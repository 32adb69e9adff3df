CREATE TABLE _dbwarden_new_c (
    id INTEGER PRIMARY KEY,
    a INT REFERENCES p(id),
    b INT REFERENCES p(id) ON DELETE CASCADE,
    c TEXT REFERENCES p(code) ON UPDATE SET NULL,
    d INT REFERENCES p(id) ON DELETE SET DEFAULT
);
INSERT INTO _dbwarden_new_c (id, a, b, c, d) SELECT id, a, b, c, d FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
