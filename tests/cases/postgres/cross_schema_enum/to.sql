create schema s;
create type s.e as enum('b');
create table s.t(x s.e default 'b', y s.e[]);
create table u(x s.e);
