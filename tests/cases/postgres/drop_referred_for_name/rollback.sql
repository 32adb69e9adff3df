DROP TABLE blocks;
CREATE TABLE IF NOT EXISTS batches (
    id INTEGER NOT NULL,
    hash TEXT,
    CONSTRAINT batches_pkey PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS blocks_hash ON batches (hash);
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER NOT NULL,
    batch_id INTEGER,
    CONSTRAINT jobs_pkey PRIMARY KEY (id),
    CONSTRAINT jobs_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES batches(id)
);
CREATE TABLE IF NOT EXISTS parts (
    id INTEGER,
    job_id INTEGER,
    CONSTRAINT parts_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(id)
);
