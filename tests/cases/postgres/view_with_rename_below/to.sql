create table t (a bigint, b int);
create view v as select a, b from t;
