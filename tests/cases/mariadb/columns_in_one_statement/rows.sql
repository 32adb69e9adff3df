INSERT INTO readings (id, low, high, unit, kind) VALUES (1, 2, 3, 'K', 4), (2, -5, 6, 'm', 7);
