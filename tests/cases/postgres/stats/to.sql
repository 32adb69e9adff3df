create table t(a bigint, c int);
