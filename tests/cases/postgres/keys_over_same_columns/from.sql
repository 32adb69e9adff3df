create table s (a integer);
