CREATE TABLE _dbwarden_new_c (
    x INT PRIMARY KEY,
    y INT
);
INSERT INTO _dbwarden_new_c (rowid, x, y) SELECT rowid, x, y FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_b (
    x INT,
    y INT,
    PRIMARY KEY (x, y)
);
INSERT INTO _dbwarden_new_b (rowid, x, y) SELECT rowid, x, y FROM b;
DROP TABLE b;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_b RENAME TO b;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_a (
    x INT,
    y INT,
    z INT
);
INSERT INTO _dbwarden_new_a (rowid, x, y, z) SELECT rowid, x, y, z FROM a;
DROP TABLE a;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_a RENAME TO a;
PRAGMA legacy_alter_table = OFF;
