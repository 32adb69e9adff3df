INSERT INTO invoices (total) VALUES (5), (6), (7);
DELETE FROM invoices WHERE id = 3;
