CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT,
    at TEXT
);
INSERT INTO _dbwarden_new_t (id, a, at) SELECT id, a, at FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER t_at_touch AFTER UPDATE ON t BEGIN UPDATE t SET at = 'my own' WHERE id = NEW.id; END;
