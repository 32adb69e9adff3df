create type kind as enum ('a');
create function is_kind(name text, k kind) returns boolean language sql immutable as $$
    select name = k::text
$$;
create table stays (name text check (is_kind(name, 'a')));
