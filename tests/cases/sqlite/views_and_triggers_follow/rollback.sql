DROP TRIGGER of_view_insert;
DROP VIEW of_view;
DROP VIEW v;
DROP TRIGGER t_update;
CREATE TABLE _dbwarden_new_t (
    id INTEGER PRIMARY KEY,
    a INT,
    b INT
);
INSERT INTO _dbwarden_new_t (id, a) SELECT id, a FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER t_insert AFTER INSERT ON t BEGIN SELECT NEW.a; END;
CREATE TRIGGER t_update AFTER UPDATE OF b ON t BEGIN SELECT NEW.b; END;
CREATE VIEW v AS SELECT id, b FROM t;
CREATE VIEW of_view AS SELECT * FROM v;
CREATE TRIGGER of_view_insert INSTEAD OF INSERT ON of_view BEGIN INSERT INTO t (id) VALUES (NEW.id); END;
