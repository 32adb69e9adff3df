-- upgrade

CREATE TABLE visits (
    at DATETIME NOT NULL,
    page VARCHAR(100) NOT NULL,
    hits INT NOT NULL DEFAULT 1,
    KEY ix_visits_page (page (10))
) PARTITION BY RANGE (year(at)) (
    PARTITION p2024 VALUES LESS THAN (2025),
    PARTITION p_rest VALUES LESS THAN MAXVALUE
);
INSERT INTO visits (at, page) VALUES ('2024-05-05', '/a'), ('2030-01-01', '/b');

-- rollback

DROP TABLE visits;
