create table t(a int, b text, c jsonb, d int);
create index i1 on t(a desc nulls last, b collate "C" asc nulls first);
create index i2 on t(b text_pattern_ops) where a > 0;
create index i3 on t using gin(c jsonb_path_ops) with (fastupdate=off);
create unique index i4 on t(a,b) nulls not distinct;
create index i5 on t(lower(b), (a+d)) include (d) with (fillfactor=50);
create index i6 on t using hash(a);
create index i7 on t using brin(a int4_minmax_multi_ops(values_per_range=16)) with (pages_per_range=32);
create index i8 on t((c->>'x') collate "C" desc);
