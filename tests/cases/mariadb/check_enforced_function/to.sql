CREATE TABLE t (
    a INT,
    b JSON CHECK (json_length(b) > 1),
    CONSTRAINT cj CHECK (json_type(b) = 'OBJECT')
);
