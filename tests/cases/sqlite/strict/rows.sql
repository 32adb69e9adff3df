INSERT INTO readings VALUES (1, 'roof', 20.5), (7, 'cellar', NULL);
INSERT INTO loose VALUES ('a', 1), ('b', 'two');
