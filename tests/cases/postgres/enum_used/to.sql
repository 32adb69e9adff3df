create type e as enum('a','b','c');
create table t(x e default 'c');
create table u(x e default 'c' check (x <> 'b'));
