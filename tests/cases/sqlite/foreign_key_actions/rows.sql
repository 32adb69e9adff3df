INSERT INTO p VALUES (1, 'x'), (2, 'y');
INSERT INTO c VALUES (1, 1, 2, 'x', 1);
