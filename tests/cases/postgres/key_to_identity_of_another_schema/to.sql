create schema s;
create table s.t (id int generated always as identity (minvalue 10 cycle) primary key, "User" text);
