create type e as enum('a','b');
create table t(x e primary key, g boolean generated always as (x = 'a') stored);
create table u(x e references t);
