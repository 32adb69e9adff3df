create table users(id serial primary key, name varchar(100) not null, email text unique, created timestamptz not null default now());
create table posts(id bigserial primary key, user_id int not null references users on delete cascade, tags text[] not null default '{}', meta jsonb default '{"a": 1}'::jsonb, constraint len check (length(meta::text) < 100));
create index on posts(user_id);
create index on posts using gin(tags);
create unique index on posts ((lower(meta->>'x')));
