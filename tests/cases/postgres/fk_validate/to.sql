create table p(a int primary key);
create table c(a int);
alter table c add constraint f foreign key (a) references p;
