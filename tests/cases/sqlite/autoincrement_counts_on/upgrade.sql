-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_invoices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    total REAL,
    CONSTRAINT positive CHECK (total > 0)
);

INSERT INTO sqlite_sequence (name, seq) SELECT '_dbwarden_new_invoices', seq FROM sqlite_sequence WHERE name = 'invoices';

INSERT INTO _dbwarden_new_invoices (id, total) SELECT id, total FROM invoices;

DROP TABLE invoices;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_invoices RENAME TO invoices;

PRAGMA legacy_alter_table = OFF;

CREATE TRIGGER invoices_seen AFTER INSERT ON invoices BEGIN
    DELETE FROM seen;
    INSERT INTO seen SELECT name, max(seq, NEW.id) FROM sqlite_sequence;
END;
