create table p(a int, b int, primary key (a,b), unique(a));
create table c(a int, b int, constraint f1 foreign key(a,b) references p match full on delete set null on update cascade, constraint f2 foreign key (a) references p(a) on delete restrict deferrable initially deferred, constraint f3 foreign key (a,b) references p on delete set null (b), constraint f5 foreign key (a) references p(a), constraint f6 foreign key (a,b) references p on delete set default (a) on update set default);
alter table c add constraint f7 foreign key (b) references p(a) not valid;
