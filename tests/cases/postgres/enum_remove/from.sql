create type e as enum('a','b','c');
create table t(x e default 'b', y e[] default '{a}', z text, check (x <> 'c'));
create index i on t(x) where x = 'a';
create index i2 on t(x);
