create table t(id int) with (fillfactor=80);
create table u(id int, x text) with (autovacuum_vacuum_threshold=100);
