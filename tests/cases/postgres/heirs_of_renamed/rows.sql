INSERT INTO smiths (id, years, deep) VALUES (1, 5, 6);
