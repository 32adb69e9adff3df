create table t(a int, constraint c1 check (a>1), constraint c2 check (a<10), constraint c3 check (a<>3));
alter table t add constraint c4 check (a<>5) not valid;
alter table t add constraint c5 check (a<>6) no inherit not valid;
