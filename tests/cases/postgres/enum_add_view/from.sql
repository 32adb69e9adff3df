create type e as enum('a','b');
create table t(x e);
create view v as select x from t where x = 'a';
create view v2 as select * from v;
