create type e as enum('a','b');
create table t(x e default 'a' not null);
