create table p(a int, b int);
create unique index pi on p(a,b);
create table c(x int, y int, foreign key (y,x) references p(b,a));
