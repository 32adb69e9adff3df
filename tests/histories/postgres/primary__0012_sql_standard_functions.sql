-- upgrade

CREATE FUNCTION issue_reference(project BIGINT, issue INTEGER) RETURNS TEXT
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.slug || '#' || issue FROM projects p WHERE p.id = project;
END;

CREATE PROCEDURE close_stale_issues(age INTERVAL)
LANGUAGE sql
BEGIN ATOMIC
    UPDATE issues SET closed_at = now() WHERE closed_at IS NULL AND false;
    DELETE FROM issue_counters WHERE last < 0 AND CASE WHEN age IS NULL THEN true ELSE false END;
END;

CREATE FUNCTION add_labels(labels TEXT[], VARIADIC more TEXT[]) RETURNS TEXT[]
    RETURN (SELECT array_agg(DISTINCT l ORDER BY l) FROM unnest(labels || more) AS l);

-- rollback

DROP FUNCTION add_labels;
DROP PROCEDURE close_stale_issues;
DROP FUNCTION issue_reference;
