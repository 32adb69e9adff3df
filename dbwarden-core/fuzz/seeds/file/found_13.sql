-- dbwarden: no-trans- dbwarden: al- upgrade
--low drop-column nobody action
-- dbwarden: irreversible
-- dbwarden: depends-on 040
0-- dbwarden: al- upgrade
--low drop-column nobody reads it
--den: no-transaction
-- dbwarden: irreversiblupgrade

SELECT 1;

-- rollback
