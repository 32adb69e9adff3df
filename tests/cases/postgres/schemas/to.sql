create schema other;
create table other.t(id serial primary key, m int);
create sequence other.s;
create index i on other.t(m);
