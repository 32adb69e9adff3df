create table t(a int, b int, constraint tpk primary key(a,b), unique(a), constraint bu unique(b));
create table u(a int references t(a), b int references t(b), foreign key(a,b) references t);
