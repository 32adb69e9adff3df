create type kind as enum ('a', 'b', 'c');
create function is_kind(name text, kinds kind[]) returns boolean language sql immutable as $$
    select name::kind = any(kinds)
$$;
create function usual(k kind) returns text language sql immutable as $$select k::text$$;
create table t (
    name text default usual('a'),
    k kind,
    is_a boolean generated always as (is_kind('a', array['a'::kind])) stored,
    constraint ab check (is_kind(name, array['a'::kind, 'b'::kind]))
);
create index i on t (usual(k));
