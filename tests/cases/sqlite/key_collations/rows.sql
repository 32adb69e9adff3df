INSERT INTO a VALUES ('a', 'b'), ('b', 'b');
INSERT INTO b VALUES ('a'), ('b');
