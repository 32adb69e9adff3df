create sequence s1;
create table t(id int default nextval('s1'), x int);
