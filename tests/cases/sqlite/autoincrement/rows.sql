INSERT INTO users VALUES (3, 'c'), (1, 'a');
INSERT INTO posts (title) VALUES ('x'), ('y');
