-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT DEFAULT -1,
    b INT DEFAULT +2,
    c REAL DEFAULT 1.5e3,
    d BLOB DEFAULT x'00ff',
    e TEXT DEFAULT 'it''s',
    f TEXT DEFAULT CURRENT_TIMESTAMP,
    g TEXT DEFAULT CURRENT_DATE,
    h TEXT DEFAULT CURRENT_TIME,
    i INT DEFAULT (1 + 2),
    j TEXT DEFAULT (lower('A') || "quote"('b')),
    k TEXT DEFAULT NULL,
    l BOOLEAN DEFAULT TRUE,
    m BOOLEAN DEFAULT false,
    n TEXT DEFAULT "double quotes",
    o TEXT DEFAULT bare,
    p INT DEFAULT 0x10,
    q TEXT DEFAULT ''
);

INSERT INTO _dbwarden_new_t (id) SELECT id FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
