create table t(a bigint, b text);
create view v as select a, b from t;
create view v2 as select a from v;
comment on view v2 is 'second';
comment on column v.a is 'col';
create materialized view mv as select a from v2;
create index mvi on mv(a);
comment on materialized view mv is 'm';
