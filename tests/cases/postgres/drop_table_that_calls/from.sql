create type kind as enum ('a', 'b');
create function is_kind(name text, k kind) returns boolean language sql immutable as $$
    select name = k::text
$$;
create table gone (name text check (is_kind(name, 'b')));
create table stays (name text check (is_kind(name, 'a')));
