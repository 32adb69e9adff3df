create table t(a text, b text, c int, d text compression pglz);
alter table t alter b set storage main;
alter table t alter c set (n_distinct=5);
alter table t alter d set statistics 10;
create table u(x text compression lz4);
alter table u alter x set storage plain;
