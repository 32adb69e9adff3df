CREATE TABLE _dbwarden_new_c (
    a INT REFERENCES nowhere,
    b INT REFERENCES nowhere(x)
);
INSERT INTO _dbwarden_new_c (rowid, a, b) SELECT rowid, a, b FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
