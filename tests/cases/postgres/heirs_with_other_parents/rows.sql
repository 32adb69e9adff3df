INSERT INTO leaves (id, name, own) VALUES (1, 'a', 1);
INSERT INTO joins (id, name, own) VALUES (2, 'b', 2);
INSERT INTO moves (id, name, weight) VALUES (3, 'c', 3);
