create table t (
    a integer,
    at timestamp default (now() at time zone 'utc'),
    none boolean default (null is null),
    all_of boolean not null default (true and not false),
    one_of boolean default ('a' in ('a', 'b')),
    alike boolean default ('a' like 'b%'),
    any_of boolean default (1 = any (array[1, 2])),
    sorted text default ('a' collate "C")
);
create table u (at timestamp not null default (now() at time zone 'utc'));
