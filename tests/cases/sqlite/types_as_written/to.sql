CREATE TABLE t (id integer PRIMARY KEY, price decimal(10, 2), name VarChar(20), made datetime);
