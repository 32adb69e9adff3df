create table t(id int, x int);
create sequence s owned by t.x;
create table u(id int);
create sequence s2 owned by u.id;
create sequence s3 owned by u.id;
