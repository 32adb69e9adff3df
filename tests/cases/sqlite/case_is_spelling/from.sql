create table t (id integer primary key autoincrement, a text not null default current_timestamp collate nocase,
    b int check (b>0 and LOWER(a)<>'x') references o on delete cascade, unique(a,b)) strict;

create index i on t ( lower(a) desc , b asc ) where b is not NULL;
