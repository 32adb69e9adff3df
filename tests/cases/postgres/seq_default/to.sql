create sequence s2;
create table t(id int default nextval('s2'), x int);
create table u(id bigint default nextval('s2') primary key);
