CREATE TABLE IF NOT EXISTS things (
    weight INTEGER
);
ALTER TABLE moves NO INHERIT animals;
ALTER TABLE joins NO INHERIT people;
ALTER TABLE joins DROP CONSTRAINT is_named;
ALTER TABLE moves ALTER COLUMN id SET DEFAULT nextval('people_id_seq'::regclass);
ALTER TABLE moves DROP COLUMN number;
ALTER TABLE moves DROP COLUMN legs;
ALTER TABLE joins DROP COLUMN age;
ALTER TABLE joins ALTER COLUMN name DROP NOT NULL;
ALTER TABLE joins ALTER COLUMN id DROP DEFAULT;
ALTER TABLE people DROP COLUMN age;
ALTER TABLE leaves ALTER COLUMN id SET DEFAULT nextval('people_id_seq'::regclass);
DROP TABLE animals;
ALTER TABLE moves ADD CONSTRAINT is_named CHECK (name <> ''::text);
ALTER TABLE leaves ADD CONSTRAINT is_named CHECK (name <> ''::text);
ALTER TABLE moves INHERIT people;
ALTER TABLE leaves INHERIT people;
