create table kept (a integer);
create table message (id bigint, at timestamptz);
create function see(ids bigint[], at timestamptz) returns setof message language sql as $$
    select * from message where id = any(ids) and message.at < see.at
$$;
create function see(ids bigint[]) returns setof message language sql as $$
    select * from see(ids, now())
$$;
