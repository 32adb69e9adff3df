create table t(a int, b text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update of a on t for each row when (new.a > 1) execute function f();
alter table t disable trigger tr;
comment on trigger tr on t is 'x';
