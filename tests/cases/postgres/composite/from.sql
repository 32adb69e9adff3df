create type c as (a int, b text);
create table t(x c);
create type gone as (q int);
create type dd as (a int, b int, d int);
