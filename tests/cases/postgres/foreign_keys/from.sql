create table p(a int, b int, primary key (a,b), unique(a));
create table c(a int, b int, constraint f1 foreign key(a,b) references p, constraint f2 foreign key (a) references p(a) on delete cascade, constraint f4 foreign key (a) references p(a));
