create table t(id int);
create sequence s;
create sequence s3;
