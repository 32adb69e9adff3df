-- upgrade

INSERT INTO accounts (kind, handle, display_name, settings) VALUES
    ('group', 'everyone', 'All of us; really', '{"quote": "it''s", "list": [1, 2]}'),
    ('person', 'ada', E'Ada\tLovelace \\ Countess', '{}');

INSERT INTO projects (owner_id, slug, title, labels)
SELECT id, 'welcome', 'Welcome -- read me first', ARRAY['a;b', '{c}']
FROM accounts WHERE handle = 'everyone';

INSERT INTO issues (project_id, title, body)
SELECT p.id, format('Issue %s of %I', n, p.slug), $body$It's "quoted"; -- not a comment$body$
FROM projects p CROSS JOIN generate_series(1, 5) AS n;

-- rollback

DELETE FROM issues;
DELETE FROM issue_counters;
DELETE FROM projects WHERE slug = 'welcome';
DELETE FROM accounts WHERE handle IN ('everyone', 'ada');
