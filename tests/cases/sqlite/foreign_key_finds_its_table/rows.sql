PRAGMA foreign_keys = OFF;
INSERT INTO c VALUES (1, 5);
