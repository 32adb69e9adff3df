create table t(a int, b int);
create function f() returns setof t language sql as 'select * from t';
create function g(t) returns int language sql as 'select 1';
