create domain pos as int check (value > 0);
comment on domain pos is 'p';
create table t(a int, b pos);
create function f() returns int language sql as 'select 1';
create table u(x int default f());
