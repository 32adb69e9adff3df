INSERT INTO places VALUES (1);
INSERT INTO people (id, place, mood) VALUES (1, 1, 'calm');
