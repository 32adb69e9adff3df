create table blocks (id integer primary key, hash text);
create index blocks_hash on blocks (hash);
