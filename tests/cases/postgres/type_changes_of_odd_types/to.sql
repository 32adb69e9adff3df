create domain d1 as int;
create type c1 as (a int);
create table t(a d1, b c1, c text, d text, e text, f text, g interval, h numeric, i date, j timestamptz, k text, l int, m text, n text);
