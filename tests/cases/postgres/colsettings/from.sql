create table t(a text, b text, c int, d text);
alter table t alter a set storage external;
alter table t alter c set statistics 100;
