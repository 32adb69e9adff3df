INSERT INTO people (first, last) VALUES ('Ada', 'L'), ('Bob', 'M');
