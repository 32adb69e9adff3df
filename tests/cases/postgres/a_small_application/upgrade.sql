ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(100);

ALTER TABLE users ALTER COLUMN name SET NOT NULL;

ALTER TABLE users ADD COLUMN email TEXT;

ALTER TABLE users ADD COLUMN created TIMESTAMPTZ NOT NULL DEFAULT now();

ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);

CREATE TABLE IF NOT EXISTS posts (
    id BIGSERIAL,
    user_id INTEGER NOT NULL,
    tags TEXT[] NOT NULL DEFAULT '{}'::text[],
    meta JSONB DEFAULT '{"a": 1}'::jsonb,
    CONSTRAINT posts_pkey PRIMARY KEY (id),
    CONSTRAINT len CHECK (length((meta)::text) < 100),
    CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX IF NOT EXISTS posts_lower_idx ON posts ((lower((meta ->> 'x'::text))));

CREATE INDEX IF NOT EXISTS posts_tags_idx ON posts USING gin (tags);

CREATE INDEX IF NOT EXISTS posts_user_id_idx ON posts (user_id);
