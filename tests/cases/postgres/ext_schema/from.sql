create schema x;
create table t(a int);
