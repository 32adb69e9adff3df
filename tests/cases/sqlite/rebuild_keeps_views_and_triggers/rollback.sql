CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT,
    b TEXT
);
INSERT INTO _dbwarden_new_t (id, a, b) SELECT id, a, b FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER t_insert AFTER INSERT ON t WHEN NEW.a > 0 BEGIN
    INSERT INTO log VALUES ('it''s; END', NEW.b); -- with a ;
END;
CREATE TRIGGER t_update BEFORE UPDATE OF a, b ON t FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'no') WHERE NEW.a < OLD.a; END;
CREATE TABLE _dbwarden_new_log (
    what TEXT,
    at TEXT
);
INSERT INTO _dbwarden_new_log (rowid, what, at) SELECT rowid, what, at FROM log;
DROP TABLE log;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_log RENAME TO log;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER log_delete AFTER DELETE ON log BEGIN UPDATE t SET b = OLD.what WHERE id = 1; END;
