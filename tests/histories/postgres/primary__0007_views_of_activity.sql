-- upgrade

CREATE VIEW open_issues AS
SELECT i.project_id, i.number, i.title, a.handle AS author
FROM issues i
LEFT JOIN accounts a ON a.id = i.author_id
WHERE i.closed_at IS NULL;

CREATE MATERIALIZED VIEW project_activity AS
WITH counted AS (
    SELECT project_id, count(*) AS issues, count(*) FILTER (WHERE closed_at IS NULL) AS open
    FROM issues GROUP BY project_id
)
SELECT p.id AS project_id, p.title, coalesce(c.issues, 0) AS issues, coalesce(c.open, 0) AS open
FROM projects p LEFT JOIN counted c ON c.project_id = p.id
WITH NO DATA;

CREATE UNIQUE INDEX ux_project_activity ON project_activity (project_id);
REFRESH MATERIALIZED VIEW project_activity;

-- rollback

DROP MATERIALIZED VIEW project_activity;
DROP VIEW open_issues;
