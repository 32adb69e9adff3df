create table t(a int, b int, primary key(a));
create table u(a int primary key);
create table w(a int, b int, constraint x primary key (a));
