-- upgrade

CREATE TABLE issues (
    project_id BIGINT NOT NULL REFERENCES projects ON DELETE CASCADE,
    number INTEGER NOT NULL,
    author_id BIGINT REFERENCES accounts ON DELETE SET NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    "order" DOUBLE PRECISION NOT NULL DEFAULT 0,
    closed_at TIMESTAMPTZ,
    PRIMARY KEY (project_id, number)
);

CREATE TABLE issue_counters (
    project_id BIGINT PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
    last INTEGER NOT NULL DEFAULT 0
);

CREATE OR REPLACE FUNCTION next_issue_number() RETURNS trigger
LANGUAGE plpgsql AS $function$
DECLARE
    query TEXT := $query$
        INSERT INTO issue_counters (project_id, last) VALUES ($1, 1)
        ON CONFLICT (project_id) DO UPDATE SET last = issue_counters.last + 1
        RETURNING last;
    $query$;
BEGIN
    IF NEW.number IS NULL THEN
        EXECUTE rtrim(query, E' \n;') INTO NEW.number USING NEW.project_id;
    END IF;
    RETURN NEW;
END
$function$;

CREATE TRIGGER issues_number BEFORE INSERT ON issues
    FOR EACH ROW EXECUTE PROCEDURE next_issue_number();

-- rollback

DROP TABLE issue_counters;
DROP TABLE issues;
DROP FUNCTION next_issue_number;
