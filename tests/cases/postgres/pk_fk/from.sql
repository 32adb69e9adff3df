create table t(a int primary key, b int unique);
create table u(a int references t, b int references t(b));
