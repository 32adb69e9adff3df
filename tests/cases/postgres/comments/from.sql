create schema a;
create table t(id int constraint pk primary key, x int constraint ck check (x>0));
create index i on t(x);
create type e as enum('a');
create sequence s;
create type c as (a int);
comment on table t is 'old';
comment on index i is 'idx old';
