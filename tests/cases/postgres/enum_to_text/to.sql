create table t(x text default 'a' not null);
