INSERT INTO plain VALUES (2);
INSERT INTO django (name) VALUES ('a');
