create table t(a int not null, b int, c int primary key, d int not null default 3);
