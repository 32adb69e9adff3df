create table t(id int) with (fillfactor=70);
create table u(id int, x text);
