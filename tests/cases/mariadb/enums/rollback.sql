ALTER TABLE t
    MODIFY COLUMN c ENUM('it''s', 'a,b', 'c\\d', '"q"'),
    MODIFY COLUMN b SET('x', 'y'),
    MODIFY COLUMN a ENUM('a', 'b') DEFAULT 'a';
