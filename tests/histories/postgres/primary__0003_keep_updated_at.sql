-- upgrade

ALTER TABLE accounts ADD COLUMN updated_at TIMESTAMPTZ NOT NULL DEFAULT now();

CREATE FUNCTION touch_updated_at() RETURNS trigger AS $$
BEGIN
    -- A semicolon; in a comment, and a marker that is none:
-- rollback
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.updated_at := now();
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER accounts_touch
    BEFORE UPDATE ON accounts
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

-- rollback

DROP TRIGGER accounts_touch ON accounts;
DROP FUNCTION touch_updated_at();
ALTER TABLE accounts DROP COLUMN updated_at;
