create table t(a int, b int, c int, unique(a), constraint u1 unique(b), constraint u2 unique (c));
