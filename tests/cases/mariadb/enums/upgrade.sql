ALTER TABLE t MODIFY COLUMN a ENUM('a', 'b', 'c') DEFAULT 'b';

ALTER TABLE t MODIFY COLUMN b SET('x', 'y', 'z w');

ALTER TABLE t MODIFY COLUMN c ENUM('it''s', 'a,b', 'c\\d', '"q"', '(p)');
