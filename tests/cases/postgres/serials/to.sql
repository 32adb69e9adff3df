create table t(a int, b int, c smallint not null, d serial, e int generated always as identity primary key, f bigserial);
