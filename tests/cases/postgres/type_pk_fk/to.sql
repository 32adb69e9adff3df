create table p(id uuid primary key);
create table c(id int primary key, pid uuid references p, unique(pid));
create view v as select p.id, c.id as cid from p join c on c.pid = p.id;
