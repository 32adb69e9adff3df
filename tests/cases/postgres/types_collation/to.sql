create table t(a text collate "C", b text, c text collate "POSIX");
create index i on t(a);
