INSERT INTO users VALUES (1, 'a@example.org', 20), (7, 'b@example.org', NULL);
INSERT INTO posts VALUES (1, 7), (2, 1);
