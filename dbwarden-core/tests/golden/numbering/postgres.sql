-- upgrade

ALTER TABLE wide ALTER COLUMN id TYPE BIGINT;

ALTER SEQUENCE wide_id_seq AS BIGINT;

ALTER TABLE counted ALTER COLUMN id DROP DEFAULT;

DROP SEQUENCE counted_id_seq;

ALTER TABLE counted ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

SELECT setval(pg_get_serial_sequence('counted', 'id'), COALESCE(max(id), 0) + 1, false) FROM counted;

ALTER TABLE plain ALTER COLUMN id DROP DEFAULT;

DROP SEQUENCE plain_id_seq;

-- rollback

CREATE SEQUENCE plain_id_seq AS INTEGER;
ALTER TABLE plain ALTER COLUMN id SET DEFAULT nextval('plain_id_seq'::regclass);
ALTER SEQUENCE plain_id_seq OWNED BY plain.id;
SELECT setval('plain_id_seq'::regclass, COALESCE(max(id), 0) + 1, false) FROM plain;
ALTER TABLE counted ALTER COLUMN id DROP IDENTITY;
CREATE SEQUENCE counted_id_seq AS INTEGER;
ALTER TABLE counted ALTER COLUMN id SET DEFAULT nextval('counted_id_seq'::regclass);
ALTER SEQUENCE counted_id_seq OWNED BY counted.id;
SELECT setval('counted_id_seq'::regclass, COALESCE(max(id), 0) + 1, false) FROM counted;
ALTER TABLE wide ALTER COLUMN id TYPE INTEGER;
ALTER SEQUENCE wide_id_seq AS INTEGER;

-- steps

-- alter column wide.id: conditional
-- alter column counted.id: real
-- alter column plain.id: real
