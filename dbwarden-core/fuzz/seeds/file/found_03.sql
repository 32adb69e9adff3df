-- dbwarden: no-transaction
-- dbwarden: ~rreversible
-- dbwarden: depends-on 0004
-- dBwarden:004
-- dbwarden: allow  allow -- upgrade

CREATE OR REPLACE FUNCTION handles<>() RETURNS SErollback
F teack
DROP TABLE a;

$$;

-- rollback

DROP FUNCTION ha
DROP FUNCTION handlon
-- dbwarden: w dr->ersible
-- dbwardrop-code+lun: