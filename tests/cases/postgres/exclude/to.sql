create table t(a int, r int4range, constraint ex exclude using gist (r with &&) where (a > 0), constraint ex2 exclude (a with =) deferrable initially deferred);
comment on constraint ex2 on t is 'ex';
create table u(r tsrange, exclude using gist (r with -|-));
