-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a INT CHECK (a >= 0),
    b TEXT CHECK (b IN ('x', 'y''s')) CHECK (length(b) > 0),
    c INT,
    CHECK (a < c OR c IS NULL)
);

INSERT INTO _dbwarden_new_t (rowid, a, b, c) SELECT rowid, a, b, c FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
