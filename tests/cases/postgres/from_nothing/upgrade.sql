CREATE SCHEMA IF NOT EXISTS app;

CREATE EXTENSION IF NOT EXISTS citext;

CREATE TYPE app.state AS ENUM ('new', 'done');

CREATE SEQUENCE app.numbers;

CREATE TABLE IF NOT EXISTS app.owners (
    id SERIAL,
    login citext NOT NULL,
    boss INTEGER,
    CONSTRAINT owners_pkey PRIMARY KEY (id),
    CONSTRAINT owners_login_key UNIQUE (login),
    CONSTRAINT owners_boss_fkey FOREIGN KEY (boss) REFERENCES app.owners(id)
);

CREATE TABLE IF NOT EXISTS app.tasks (
    id BIGINT NOT NULL DEFAULT nextval('app.numbers'::regclass),
    owner INTEGER NOT NULL,
    state app.state NOT NULL DEFAULT 'new'::app.state,
    span TSTZRANGE,
    tags TEXT[] DEFAULT '{}'::text[],
    CONSTRAINT tasks_pkey PRIMARY KEY (id),
    CONSTRAINT no_overlap EXCLUDE USING gist (span WITH &&),
    CONSTRAINT owned FOREIGN KEY (owner) REFERENCES app.owners(id) ON UPDATE CASCADE
);

COMMENT ON CONSTRAINT owned ON app.tasks IS 'who does it';

CREATE INDEX IF NOT EXISTS tasks_state ON app.tasks (state) WHERE state <> 'done'::app.state;

CREATE INDEX IF NOT EXISTS tasks_tags ON app.tasks USING gin (tags);

ALTER SEQUENCE app.numbers OWNED BY app.tasks.id;
