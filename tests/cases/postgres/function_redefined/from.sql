create function weight(score numeric) returns numeric language sql as $$select score * 2$$;
create view v as select weight(1);
create table t (score numeric);
