create type c as (a int, b text, d date);
create table t(x c);
create type neu as (q int, r c);
create type dd as (b int, z text, d int);
comment on type neu is 'n';
