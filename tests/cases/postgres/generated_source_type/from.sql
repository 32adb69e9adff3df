create table t(a int, b bigint generated always as (a*2) stored unique, x int);
create index i on t(b, x);
