create type e as enum('a','c');
create table t(x e);
create view v as select x from t where x = 'a';
create function f(e) returns int language sql as 'select 1';
