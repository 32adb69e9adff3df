CREATE TABLE log (a int);
CREATE TABLE gone (a int, KEY k (a));
CREATE TRIGGER `gone_delete` AFTER DELETE ON `gone` FOR EACH ROW INSERT INTO log VALUES (OLD.a);
