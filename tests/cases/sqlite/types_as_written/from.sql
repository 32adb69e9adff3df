CREATE TABLE t (id integer PRIMARY KEY, price decimal(10, 2), name varchar(20) NOT NULL);
