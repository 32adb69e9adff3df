-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_c (
    id INTEGER PRIMARY KEY,
    p INT REFERENCES p(id) ON DELETE CASCADE
);

INSERT INTO _dbwarden_new_c (id, p) SELECT id, p FROM c;

DROP TABLE c;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_c RENAME TO c;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_d (
    id INTEGER PRIMARY KEY,
    p INT
);

INSERT INTO _dbwarden_new_d (id, p) SELECT id, p FROM d;

DROP TABLE d;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_d RENAME TO d;

PRAGMA legacy_alter_table = OFF;

ALTER TABLE e ADD COLUMN p INT REFERENCES p(id) ON DELETE SET NULL;
