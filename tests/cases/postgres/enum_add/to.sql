create type e as enum('0','a','b','c','d');
create table t(x e default 'a');
