-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_a (
    x INT,
    y INT,
    PRIMARY KEY (x, y DESC)
);

INSERT INTO _dbwarden_new_a (rowid, x, y) SELECT rowid, x, y FROM a;

DROP TABLE a;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_a RENAME TO a;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_b (
    x INT NOT NULL,
    y INT NOT NULL,
    PRIMARY KEY (y DESC, x)
) WITHOUT ROWID;

INSERT INTO _dbwarden_new_b (x, y) SELECT x, y FROM b;

DROP TABLE b;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_b RENAME TO b;

PRAGMA legacy_alter_table = OFF;
