CREATE TABLE _dbwarden_new_t (
    a INT CHECK (a > 0),
    b INT UNIQUE,
    c INT,
    CONSTRAINT t_key PRIMARY KEY (a),
    CONSTRAINT b_positive CHECK (b > 0),
    CONSTRAINT c_positive CHECK (c > 0)
);
INSERT INTO _dbwarden_new_t (rowid, a, b, c) SELECT rowid, a, b, c FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
