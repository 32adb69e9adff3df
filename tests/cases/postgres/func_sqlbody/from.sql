create table t(a int, b int);
create function f() returns bigint language sql begin atomic select sum(a) from t; end;
