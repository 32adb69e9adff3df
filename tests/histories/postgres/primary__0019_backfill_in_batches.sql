-- upgrade

ALTER TABLE issues ADD COLUMN fingerprint BYTEA;

DO LANGUAGE plpgsql $batch$
DECLARE
    changed INTEGER;
BEGIN
    LOOP
        UPDATE issues SET fingerprint = digest(title || ';' || body, 'sha256')
        WHERE (project_id, number) IN (
            SELECT project_id, number FROM issues WHERE fingerprint IS NULL LIMIT 2
        );
        GET DIAGNOSTICS changed = ROW_COUNT;
        EXIT WHEN changed = 0;
        RAISE DEBUG '% rows; go on', changed;
    END LOOP;
END $batch$;

ALTER TABLE issues ADD CONSTRAINT fingerprint_is_known CHECK (fingerprint IS NOT NULL) NOT VALID;
ALTER TABLE issues VALIDATE CONSTRAINT fingerprint_is_known;

-- rollback

ALTER TABLE issues DROP COLUMN fingerprint;
