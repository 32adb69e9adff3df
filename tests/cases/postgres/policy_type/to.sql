create table t(a bigint, b text);
alter table t enable row level security;
create policy p on t for select using (a > 1);
create policy p2 on t for insert with check (b <> '');
