create table t(a int, b text, c int);
create view v as select a, b from t;
create view keep as select a from t;
create view gone as select c from t;
