create table t(id int, a int, b int generated always as (a*2) stored);
