create type e as enum('a','b');
create table t(x e default 'a', k int, constraint ck check (k > 0 or x = 'b'), exclude (x with =) where (x = 'a'));
