-- upgrade

DROP VIEW open_issues;
ALTER TABLE issues
    ALTER COLUMN number TYPE BIGINT,
    ALTER COLUMN title TYPE VARCHAR(500) USING left(title, 500),
    ALTER COLUMN "order" SET DEFAULT 1e-3;
CREATE VIEW open_issues AS
SELECT i.project_id, i.number, i.title FROM issues i WHERE i.closed_at IS NULL;

-- rollback

DROP VIEW open_issues;
ALTER TABLE issues
    ALTER COLUMN number TYPE INTEGER,
    ALTER COLUMN title TYPE TEXT,
    ALTER COLUMN "order" SET DEFAULT 0;
CREATE VIEW open_issues AS
SELECT i.project_id, i.number, i.title, a.handle AS author
FROM issues i
LEFT JOIN accounts a ON a.id = i.author_id
WHERE i.closed_at IS NULL;
CREATE TRIGGER open_issues_insert INSTEAD OF INSERT ON open_issues
    FOR EACH ROW EXECUTE FUNCTION insert_open_issue();
