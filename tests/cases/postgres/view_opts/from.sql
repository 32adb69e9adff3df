create table t(a int, b text);
create view v with (security_barrier=true, check_option=local) as select a, b from t where a > 0;
alter view v alter column b set default 'x';
create rule r as on delete to v do instead nothing;
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr instead of insert on v for each row execute function f();
