INSERT INTO readings (taken, sensor) VALUES ('2019-05-01', 1), ('2021-05-01', 2); INSERT INTO whole VALUES (1, 2), (3, 4);
