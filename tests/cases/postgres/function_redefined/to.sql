create function weight(score numeric) returns numeric language sql immutable as $$select score * 2$$;
create view v as select weight(1);
create table t (score numeric);
create index i on t (weight(score));
