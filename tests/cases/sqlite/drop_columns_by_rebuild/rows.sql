INSERT INTO t (id, kept) VALUES (1, 'x');
