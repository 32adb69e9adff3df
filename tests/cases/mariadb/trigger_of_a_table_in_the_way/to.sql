CREATE TABLE log (a int);
CREATE TABLE fresh (a int, KEY k (a));
