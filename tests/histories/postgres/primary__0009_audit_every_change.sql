-- upgrade

CREATE TABLE audit.entries (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    happened_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    table_name TEXT NOT NULL,
    action CHAR(1) NOT NULL CHECK (action IN ('I', 'U', 'D')),
    before JSONB,
    after JSONB,
    PRIMARY KEY (id, happened_at)
) PARTITION BY RANGE (happened_at);

CREATE TABLE audit.entries_2025 PARTITION OF audit.entries
    FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE audit.entries_rest PARTITION OF audit.entries DEFAULT;

CREATE FUNCTION audit.record() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO audit.entries (table_name, action, before, after)
    VALUES (
        TG_TABLE_NAME,
        left(TG_OP, 1),
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    );
    RETURN NULL;
END $$;

DO $do$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['accounts', 'projects', 'issues'] LOOP
        EXECUTE format($sql$
            CREATE TRIGGER %1$s_audit AFTER INSERT OR UPDATE OR DELETE ON %1$I
            FOR EACH ROW EXECUTE FUNCTION audit.record();
        $sql$, name);
    END LOOP;
END
$do$;

-- rollback

DO $$
DECLARE name TEXT;
BEGIN
    FOR name IN SELECT unnest('{accounts,projects,issues}'::text[]) LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', name || '_audit', name);
    END LOOP;
END $$;
DROP FUNCTION audit.record();
DROP TABLE audit.entries;
