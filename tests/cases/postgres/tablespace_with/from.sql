create table t(a int) with (autovacuum_enabled=off);
create index i on t(a) with (fillfactor=50);
