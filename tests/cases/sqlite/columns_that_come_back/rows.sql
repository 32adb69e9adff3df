INSERT INTO addressed VALUES (7, '1'), (8, '2');
INSERT INTO coded VALUES (7, '1'), (8, '2');
INSERT INTO counted VALUES (7, 1), (8, 2);
INSERT INTO kinds VALUES (7, 'round'), (8, 'round');
INSERT INTO adults VALUES (7, 18), (8, 18);
INSERT INTO named VALUES (7, 'xxx'), (8, 'xxx');
