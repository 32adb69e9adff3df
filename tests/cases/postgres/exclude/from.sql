create table t(a int, r int4range, constraint ex exclude using gist (r with &&));
