create table t(id int not null default 1);
