CREATE TABLE t (
    a ENUM('a','b') DEFAULT 'a',
    b SET('x','y'),
    c ENUM('it''s','a,b','c\\d','"q"')
);
