-- upgrade

ALTER TABLE issues ENABLE ROW LEVEL SECURITY;
CREATE POLICY issues_are_public ON issues FOR SELECT USING (true);
CREATE POLICY authors_edit ON issues FOR UPDATE
    USING (author_id = nullif(current_setting('app.account', true), '')::bigint)
    WITH CHECK (author_id = nullif(current_setting('app.account', true), '')::bigint);

-- rollback

DROP POLICY authors_edit ON issues;
DROP POLICY issues_are_public ON issues;
ALTER TABLE issues DISABLE ROW LEVEL SECURITY;
