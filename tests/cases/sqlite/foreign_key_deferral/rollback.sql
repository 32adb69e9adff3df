CREATE TABLE _dbwarden_new_c (
    a REFERENCES p,
    b REFERENCES p DEFERRABLE INITIALLY DEFERRED,
    d REFERENCES p
);
INSERT INTO _dbwarden_new_c (rowid, a, b, d) SELECT rowid, a, b, d FROM c;
DROP TABLE c;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_c RENAME TO c;
PRAGMA legacy_alter_table = OFF;
