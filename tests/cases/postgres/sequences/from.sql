create sequence a;
create sequence b start 10 increment 2 minvalue 5 maxvalue 100 cache 5 cycle;
create sequence c as smallint;
create sequence d;
create table t(id int, x int);
alter sequence d owned by t.x;
