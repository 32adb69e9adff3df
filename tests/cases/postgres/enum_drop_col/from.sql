create type e as enum('a','b');
create table t(id int, x e default 'b', y e);
