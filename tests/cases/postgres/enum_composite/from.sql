create type e as enum('a','b');
create type c as (x e, y int);
