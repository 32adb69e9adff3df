create table t(a int, b int, constraint x unique(a));
create unique index y on t(b);
