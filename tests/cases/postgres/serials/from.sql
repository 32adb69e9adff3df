create table t(a serial, b bigserial, c smallserial, d int, e serial primary key, f serial);
