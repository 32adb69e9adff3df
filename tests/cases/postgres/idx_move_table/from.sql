create table t(a int);
create index ia on t(a);
