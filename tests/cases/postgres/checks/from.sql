create table t(a int, constraint c1 check (a>0), constraint c2 check (a<10) no inherit, constraint c4 check (a <> 5));
alter table t add constraint c3 check (a<>3) not valid;
