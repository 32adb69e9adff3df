create table t(a int, b text);
create view v as select a, b from t;
create table u(a int);
create view vu as select * from u;
