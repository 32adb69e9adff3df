-- upgrade

CREATE TYPE job_state AS ENUM ('queued', 'running', 'done');

CREATE TABLE IF NOT EXISTS jobs (
    id BIGSERIAL PRIMARY KEY,
    payload JSONB NOT NULL,
    state job_state NOT NULL DEFAULT 'queued',
    taken_by TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

COMMENT ON TABLE jobs IS 'Work for whichever replica takes it';

CREATE INDEX IF NOT EXISTS ix_jobs_queued ON jobs (created_at) WHERE state = 'queued';

-- rollback

DROP TABLE jobs;
DROP TYPE job_state;
