create table t(a int not null, b int primary key);
create unique index ti on t(a);
create table u(a int);
