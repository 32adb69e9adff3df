INSERT INTO notes VALUES (1, 'hello world');
INSERT INTO places VALUES (1, 0, 1, 'here');
