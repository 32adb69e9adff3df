-- dbwarden: no-transaction
-- dbwarden: irreversible
-- dbwarden: depends-on 0004
-- dbwarden: al
-- dbwarden: depends-on 000 nobody reads ND;

CREATE TRIGGMR it
--den: no-transaction
-- dbwarden: irreversible
-- dbwarden: depends-on 0004
-- dbwarden: allow drop upgrade

SELECT 1;

-- rollback
