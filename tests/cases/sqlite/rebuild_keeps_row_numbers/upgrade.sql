-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_log (
    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    what TEXT UNIQUE
);

INSERT INTO _dbwarden_new_log (rowid, at, what) SELECT rowid, coalesce(at, CURRENT_TIMESTAMP), what FROM log;

DROP TABLE log;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_log RENAME TO log;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER log_mirror AFTER INSERT ON log BEGIN INSERT INTO mirror VALUES (NEW.rowid, NEW.what); END;

CREATE TABLE _dbwarden_new_odd (
    rowid TEXT,
    _rowid_ TEXT
);

INSERT INTO _dbwarden_new_odd (oid, rowid, _rowid_) SELECT oid, rowid, _rowid_ FROM odd;

DROP TABLE odd;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_odd RENAME TO odd;

PRAGMA legacy_alter_table = OFF;
