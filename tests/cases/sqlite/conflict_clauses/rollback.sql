CREATE TABLE _dbwarden_new_b (
    x INT NOT NULL ON CONFLICT FAIL,
    y INT UNIQUE ON CONFLICT ROLLBACK
);
INSERT OR ABORT INTO _dbwarden_new_b (rowid, x, y) SELECT rowid, x, y FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_a (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL DEFAULT 'x',
    code TEXT UNIQUE
);
INSERT INTO _dbwarden_new_a (id, name, code) SELECT id, name, code FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
