create table t(a int, b text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before update of a on t for each row execute function f();
alter table t enable row level security;
create policy p on t using (a > 1);
create rule ru as on delete to t do also select 1;
create table k(x int);
