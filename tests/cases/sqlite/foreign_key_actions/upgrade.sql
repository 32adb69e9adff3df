-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_c (
    id INTEGER PRIMARY KEY,
    a INT REFERENCES p(id) ON DELETE RESTRICT ON UPDATE CASCADE,
    b INT REFERENCES p(id),
    c TEXT REFERENCES p(code) ON DELETE SET NULL ON UPDATE CASCADE,
    d INT DEFAULT 1 REFERENCES p(id) ON UPDATE SET DEFAULT
);

INSERT INTO _dbwarden_new_c (id, a, b, c, d) SELECT id, a, b, c, d FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;
