ALTER TABLE t MODIFY COLUMN c ENUM('it''s', 'a,b', 'c\\d', '"q"');
ALTER TABLE t MODIFY COLUMN b SET('x', 'y');
ALTER TABLE t MODIFY COLUMN a ENUM('a', 'b') DEFAULT 'a';
