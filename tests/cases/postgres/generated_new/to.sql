create table t(id int, b int generated always as (a*2) stored, a int);
