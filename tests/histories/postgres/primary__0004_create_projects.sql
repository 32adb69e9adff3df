-- upgrade

CREATE DOMAIN slug AS TEXT CHECK (VALUE ~ '^[a-z][a-z0-9_-]{0,62}$');

CREATE TABLE projects (
    id BIGSERIAL PRIMARY KEY,
    owner_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    slug slug NOT NULL,
    title TEXT NOT NULL,
    labels TEXT[] NOT NULL DEFAULT '{}',
    stars INTEGER NOT NULL DEFAULT 0 CHECK (stars >= 0),
    search TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', slug::text)
    ) STORED,
    UNIQUE (owner_id, slug)
);

CREATE INDEX ix_projects_search ON projects USING gin (search);
CREATE INDEX ix_projects_title_trgm ON projects USING gin (title gin_trgm_ops);
CREATE INDEX ix_projects_labels ON projects USING gin (labels);
CREATE INDEX ix_projects_popular ON projects (stars DESC NULLS LAST) INCLUDE (title) WHERE stars > 100;

-- rollback

DROP TABLE projects;
DROP DOMAIN slug;
