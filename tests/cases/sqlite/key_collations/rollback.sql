CREATE TABLE _dbwarden_new_b (
    x TEXT COLLATE NOCASE PRIMARY KEY
);
INSERT INTO _dbwarden_new_b (rowid, x) SELECT rowid, x FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_a (
    x TEXT,
    y TEXT,
    UNIQUE (x, y)
);
INSERT INTO _dbwarden_new_a (rowid, x, y) SELECT rowid, x, y FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
