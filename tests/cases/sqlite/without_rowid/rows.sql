INSERT INTO tags VALUES ('red', '#f00'), ('blue', NULL);
INSERT INTO words VALUES ('Haus', 'de'), ('house', 'en');
