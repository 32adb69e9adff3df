CREATE SEQUENCE my_seq;

ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('my_seq'::regclass);

ALTER SEQUENCE my_seq OWNED BY t.id;
