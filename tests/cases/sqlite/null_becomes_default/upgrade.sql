-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT NOT NULL DEFAULT 7,
    b TEXT NOT NULL DEFAULT red,
    c TEXT NOT NULL DEFAULT (upper('none')),
    d INT
);

INSERT INTO _dbwarden_new_t (id, a, b, c, d) SELECT id, coalesce(a, 7), coalesce(b, 'red'), coalesce(c, (upper('none'))), d FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
