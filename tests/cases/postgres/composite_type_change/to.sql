create type c as (a bigint, b varchar(5));
