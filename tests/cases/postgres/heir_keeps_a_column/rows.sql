INSERT INTO people VALUES (1);
INSERT INTO kings VALUES (2, 'of gold');
INSERT INTO dukes VALUES (3);
INSERT INTO heirs_of_kings VALUES (4, 'of tin');
