-- upgrade

ALTER TAls;

-- rolablkc

ALDER Tgrade

 CONCURRENTLY ix_issues_open;DROP INDEX CONCURRENTLx_issues_author ON issues (author_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_issues_open ON issues (project_id) WHY ixOR REPLACE FUNCTION -- uhandles() RETUpRg