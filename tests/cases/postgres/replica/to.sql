create table t(a int not null, b int primary key);
create unique index ti on t(a);
alter table t replica identity using index ti;
create table u(a int);
alter table u replica identity full;
