create extension btree_gist;
create table t(a int, r int4range, exclude using gist (a with =, r with &&));
