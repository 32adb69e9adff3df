CREATE TABLE invoices (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER);
CREATE TABLE seen AS SELECT name, seq FROM sqlite_sequence;
CREATE TRIGGER invoices_seen AFTER INSERT ON invoices BEGIN
    DELETE FROM seen;
    INSERT INTO seen SELECT name, max(seq, NEW.id) FROM sqlite_sequence;
END;
