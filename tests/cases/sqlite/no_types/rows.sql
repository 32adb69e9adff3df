INSERT INTO t VALUES (1, 'x'), ('two', 3);
