create table batches (id integer primary key, hash text);
create index blocks_hash on batches (hash);
create table jobs (id integer primary key, batch_id integer references batches (id));
create table parts (id integer, job_id integer references jobs (id));
