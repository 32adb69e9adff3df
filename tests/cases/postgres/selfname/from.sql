create table a(id int, constraint foo unique(id));
create table b(id int);
