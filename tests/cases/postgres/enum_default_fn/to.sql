create type e as enum('a','c');
create table t(x e default 'c', k int, constraint ck check (k > 0 or x = 'c'), exclude (x with =) where (x = 'a'));
