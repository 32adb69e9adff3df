create table t(id int, y text);
