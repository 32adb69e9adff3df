INSERT INTO t VALUES (1, 'b', 'active'), (2, 'B', 'c');
