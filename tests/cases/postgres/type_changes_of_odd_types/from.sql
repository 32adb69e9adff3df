create domain d1 as int;
create type c1 as (a int);
create table t(a int, b text, c inet, d bytea, e bit(3), f interval, g time, h money, i int, j text, k c1, l d1, m int4range, n point);
