DROP TABLE parts;

DROP TABLE jobs;

DROP TABLE batches;

CREATE TABLE IF NOT EXISTS blocks (
    id INTEGER NOT NULL,
    hash TEXT,
    CONSTRAINT blocks_pkey PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS blocks_hash ON blocks (hash);
