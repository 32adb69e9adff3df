create table t(a int, b text, c jsonb, d int);
create index i1 on t(a);
create index i2 on t(b);
create index i3 on t using gin(c);
create unique index i4 on t(a,b);
