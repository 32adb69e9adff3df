-- dbwarden: no-transaction
-- dbwarden: irreversible
-- dbwarden: depends-on 0004
-- dbwarden: allow drop-column nobody reads it
-- upgrade

SELECT 1;

-- rollback
