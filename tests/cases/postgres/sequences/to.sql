create sequence a as integer increment by -1;
create sequence b;
create sequence c as bigint minvalue 100 start 100;
create table t(id int, x int);
create sequence d owned by t.id;
create sequence e owned by t.x;
create unlogged sequence f;
