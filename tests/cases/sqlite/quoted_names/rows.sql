INSERT INTO "two words" VALUES (1, 2, 3, 'x');
