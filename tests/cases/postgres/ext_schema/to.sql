create schema x;
create extension "uuid-ossp" with schema x;
create table t(a int, b uuid default x.uuid_generate_v4());
