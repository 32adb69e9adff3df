ALTER TABLE t
    MODIFY COLUMN a ENUM('a', 'b', 'c') DEFAULT 'b',
    MODIFY COLUMN b SET('x', 'y', 'z w'),
    MODIFY COLUMN c ENUM('it''s', 'a,b', 'c\\d', '"q"', '(p)');
