CREATE TABLE t (
    a ENUM('a','b','c') DEFAULT 'b',
    b SET('x','y','z w'),
    c ENUM('it''s','a,b','c\\d','"q"','(p)')
);
