create table t(a int, b int);
create index ib on t(a);
