INSERT INTO names VALUES (1, 'A', 'B', 'c ');
