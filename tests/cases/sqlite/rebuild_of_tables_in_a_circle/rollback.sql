CREATE TABLE _dbwarden_new_c (
    a INT REFERENCES a(id) ON DELETE CASCADE,
    b INT REFERENCES b(id) ON DELETE SET NULL
);
INSERT INTO _dbwarden_new_c (rowid, a, b) SELECT rowid, a, b FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_b (
    id INTEGER PRIMARY KEY,
    a INT REFERENCES a(id) ON DELETE CASCADE,
    n INT
);
INSERT INTO _dbwarden_new_b (id, a, n) SELECT id, a, n FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_a (
    id INTEGER PRIMARY KEY,
    b INT REFERENCES b(id) ON DELETE CASCADE,
    n INT
);
INSERT INTO _dbwarden_new_a (id, b, n) SELECT id, b, n FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
