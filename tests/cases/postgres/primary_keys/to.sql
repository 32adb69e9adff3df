create table t(a int, b int, primary key(a,b));
create table u(a int);
create table w(a int, b int, constraint y primary key (a) include (b) with (fillfactor=50) deferrable initially deferred);
