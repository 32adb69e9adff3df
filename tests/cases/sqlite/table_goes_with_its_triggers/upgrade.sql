DROP TRIGGER t_insert;

DROP TRIGGER log_insert;

DROP TABLE t;
