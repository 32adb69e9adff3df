create table entity (id integer not null, name text);
alter table entity add constraint entity_id_key unique (id);
create table note (id integer, body text);
create table entity_note (entity_id integer not null references entity (id)) inherits (note);
create table log (at date, entity_id integer references entity (id)) partition by range (at);
create table log_of_2020 partition of log for values from ('2020-01-01') to ('2021-01-01');
