create type e as enum('b','a');
create table t(x e primary key, g boolean generated always as (x = 'a') stored);
create table u(x e references t);
