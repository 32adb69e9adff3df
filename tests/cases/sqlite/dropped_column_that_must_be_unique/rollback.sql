CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    code BLOB NOT NULL,
    day DATE NOT NULL
);
INSERT INTO _dbwarden_new_t (id, email, code, day) SELECT id, rowid, x'', '1970-01-01' FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
