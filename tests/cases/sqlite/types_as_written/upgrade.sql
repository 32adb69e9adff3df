-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    id integer PRIMARY KEY,
    price decimal(10, 2),
    name VarChar(20),
    made datetime
);

INSERT INTO _dbwarden_new_t (id, price, name) SELECT id, price, name FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;
