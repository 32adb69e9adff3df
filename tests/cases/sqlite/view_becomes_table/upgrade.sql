DROP VIEW best;

DROP VIEW totals;

CREATE TABLE IF NOT EXISTS totals (
    day TEXT PRIMARY KEY,
    amount INT NOT NULL
);

CREATE VIEW best AS SELECT max(amount) AS amount FROM totals;
