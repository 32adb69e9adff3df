create table s (a integer);
create table t (a integer primary key, b integer, c integer);
alter table t add constraint t_again unique (a);
alter table t add constraint t_b unique (b, c);
alter table t add constraint t_b_again unique (b, c);
alter table t add constraint t_other_order unique (c, b);
alter table t add constraint t_later unique (b, c) deferrable;
create table u (a integer references t (a));
