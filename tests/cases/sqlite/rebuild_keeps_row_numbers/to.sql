CREATE TABLE log (at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, what TEXT UNIQUE);
CREATE TABLE odd (rowid TEXT, _rowid_ TEXT);
CREATE TABLE mirror (of INT, what TEXT);
CREATE TRIGGER log_mirror AFTER INSERT ON log BEGIN INSERT INTO mirror VALUES (NEW.rowid, NEW.what); END;
CREATE VIEW numbered AS SELECT rowid AS number, what FROM log;
CREATE TABLE numbers (number INT, what TEXT);
