-- upgrade

CREATE TABLE fetches (
    feed_id INTEGER NOT NULL,
    at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    status INTEGER NOT NULL,
    took REAL AS (CASE WHEN status = 200 THEN 1.5e-3 ELSE NULL END) STORED,
    CONSTRAINT fk_feed FOREIGN KEY (feed_id) REFERENCES feeds (id) ON DELETE RESTRICT,
    CONSTRAINT ok CHECK (status BETWEEN 100 AND 599)
);
INSERT INTO fetches (feed_id, at, status)
    SELECT id, '2024-05-05T05:05:05.000Z', 200 FROM feeds
    WHERE true
    ON CONFLICT DO NOTHING;

-- rollback

DROP TABLE fetches;
