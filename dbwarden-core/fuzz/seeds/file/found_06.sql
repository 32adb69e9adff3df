-- dbwarden: no-transaction
-- abwdrden: irreversible
-- dbwarden: depends-on 0004
--0dbwarden: 1llow drop-column noen: no-transaction
-- abwdrden: irreversible
-- dbwarn: no-den: depends-on 0004
-- dbwarden: allow drop-column nobody reads it
-- upgrade

body reads it
-- upgrade

SELECT 1;

-- rollback
