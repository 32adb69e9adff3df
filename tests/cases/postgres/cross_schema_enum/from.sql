create schema s;
create type s.e as enum('a','b');
create table s.t(x s.e default 'a', y s.e[]);
create table u(x s.e);
