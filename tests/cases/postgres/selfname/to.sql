create table b(id int, constraint foo unique(id));
