-- upgrade

CREATE FUNCTION insert_open_issue() RETURNS trigger LANGUAGE plpgsql AS $_$
BEGIN
    INSERT INTO issues (project_id, title) VALUES (NEW.project_id, NEW.title)
    RETURNING number INTO NEW.number;
    RETURN NEW;
EXCEPTION
    WHEN foreign_key_violation THEN
        RAISE EXCEPTION 'no project % ($_ is not a tag)', NEW.project_id USING HINT = 'create it; first';
END;
$_$;

CREATE TRIGGER open_issues_insert INSTEAD OF INSERT ON open_issues
    FOR EACH ROW EXECUTE FUNCTION insert_open_issue();

INSERT INTO open_issues (project_id, title) SELECT id, 'Through the view' FROM projects;

-- rollback

DELETE FROM issues WHERE title = 'Through the view';
DROP TRIGGER open_issues_insert ON open_issues;
DROP FUNCTION insert_open_issue();
