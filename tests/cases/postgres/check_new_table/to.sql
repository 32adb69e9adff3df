create table z();
create table t(a int, constraint c1 check (a>1));
alter table t add constraint c4 check (a<>5) not valid;
alter table t add check (a<>7) not valid;
create table u(a int);
alter table t add unique (a);
alter table u add foreign key (a) references t(a) not valid;
