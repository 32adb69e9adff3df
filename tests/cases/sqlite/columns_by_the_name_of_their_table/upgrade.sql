-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_t (
    a BIGINT CHECK (a > 0 AND "a" < 't.a'),
    b INT GENERATED ALWAYS AS (a + 1) VIRTUAL
);

INSERT INTO _dbwarden_new_t (rowid, a) SELECT rowid, a FROM t;

DROP TABLE t;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_t RENAME TO t;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS t_a ON t (a) WHERE t.a > 5;
