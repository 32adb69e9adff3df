create table t(a bigint, b bigint generated always as (a*2) stored unique, x int);
create index i on t(b, x);
