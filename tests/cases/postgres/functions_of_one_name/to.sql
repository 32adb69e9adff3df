create table kept (a integer);
