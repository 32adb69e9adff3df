create table t(id int not null);
create sequence t_id_seq as int owned by t.id start 100;
alter table t alter id set default nextval('t_id_seq');
