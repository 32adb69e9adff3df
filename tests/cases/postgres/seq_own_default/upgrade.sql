ALTER SEQUENCE t_id_seq OWNED BY NONE;

ALTER TABLE t ALTER COLUMN id DROP DEFAULT;

DROP SEQUENCE t_id_seq;

CREATE SEQUENCE t_id_seq AS INTEGER;

ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq'::regclass);

ALTER SEQUENCE t_id_seq OWNED BY t.id;

SELECT setval('t_id_seq'::regclass, COALESCE(max(id), 0) + 1, false) FROM t;
