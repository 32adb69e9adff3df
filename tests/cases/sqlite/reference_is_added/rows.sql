INSERT INTO team VALUES (1, 'red');
INSERT INTO person (id, name) VALUES (1, 'a'), (7, 'b');
