CREATE TABLE t (a INT, b JSON, CONSTRAINT cj CHECK (json_valid(b)));
