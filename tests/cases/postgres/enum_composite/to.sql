create type e as enum('b');
create type c as (x e, y int, z text);
