create sequence my_seq;
create table t(id int not null default nextval('my_seq'));
alter sequence my_seq owned by t.id;
