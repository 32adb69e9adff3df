create table p(a int, b int);
create unique index pi2 on p(a,b) include (a) ;
create table c(x int, y int, foreign key (y,x) references p(b,a));
