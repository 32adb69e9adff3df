create schema app;
create table app.t(id serial primary key);
create type app.mood as enum('a','b');
comment on schema app is 'the app';
