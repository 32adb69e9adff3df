CREATE SCHEMA IF NOT EXISTS old;
DROP VIEW written;
DROP VIEW happy;
CREATE TABLE IF NOT EXISTS old.audit (
    id BIGSERIAL,
    user_id INTEGER,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT audit_pkey PRIMARY KEY (id),
    CONSTRAINT audit_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey;
DROP TABLE app.audit;
COMMENT ON TABLE users IS 'people';
ALTER TABLE users DROP CONSTRAINT one_email;
DROP INDEX IF EXISTS posts_words;
DROP INDEX IF EXISTS posts_title;
ALTER TABLE posts DROP CONSTRAINT enough;
ALTER TABLE users
    ALTER COLUMN created TYPE TIMESTAMP,
    ALTER COLUMN created DROP NOT NULL,
    ALTER COLUMN email TYPE VARCHAR(50),
    ALTER COLUMN name TYPE TEXT,
    ALTER COLUMN id TYPE INTEGER;
ALTER SEQUENCE users_id_seq AS INTEGER;
COMMENT ON COLUMN users.mood IS NULL;
ALTER TABLE posts DROP COLUMN short;
ALTER TABLE posts ALTER COLUMN words TYPE INTEGER, ALTER COLUMN user_id TYPE INTEGER;
ALTER TABLE posts ALTER COLUMN id TYPE INTEGER;
ALTER TABLE posts ALTER COLUMN id SET GENERATED ALWAYS SET START WITH 1;
SELECT setval('posts_id_seq', 1, false) FROM posts_id_seq WHERE NOT is_called AND last_value = 1000;
ALTER SEQUENCE numbers AS BIGINT INCREMENT BY 1 MAXVALUE 9223372036854775807 START WITH 100;
SELECT setval('numbers', 100, false) FROM numbers WHERE NOT is_called AND last_value = 1;
ALTER TYPE address DROP ATTRIBUTE country;
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
ALTER TABLE users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE mood USING mood::text::mood,
    ALTER COLUMN mood SET DEFAULT 'ok'::mood;
DROP TYPE mood_old;
ALTER TABLE posts ADD COLUMN short BOOLEAN GENERATED ALWAYS AS (words < 100) STORED;
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
CREATE INDEX IF NOT EXISTS posts_words ON posts (words DESC) WHERE words > 10;
CREATE INDEX IF NOT EXISTS posts_title ON posts ((lower(title)));
ALTER TABLE posts ADD CONSTRAINT enough CHECK (words >= 0);
ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
CREATE VIEW happy AS
 SELECT users.id,
    users.name
   FROM users
  WHERE (users.mood = 'happy'::mood);
CREATE VIEW written AS
 SELECT p.id,
    p.words,
    h.name
   FROM (posts p
     JOIN happy h ON ((h.id = p.user_id)));
COMMENT ON VIEW written IS 'by happy people';
DROP SCHEMA app;
