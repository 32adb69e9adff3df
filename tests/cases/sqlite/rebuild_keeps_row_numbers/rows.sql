INSERT INTO log (rowid, at, what) VALUES (9, 'x', 'c'), (3, 'y', 'a'), (5, 'z', 'b');
DELETE FROM log WHERE rowid = 3;
INSERT INTO odd VALUES ('a', 1);
