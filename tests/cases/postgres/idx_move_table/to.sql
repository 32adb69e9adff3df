create table u(a int);
create index ia on u(a);
