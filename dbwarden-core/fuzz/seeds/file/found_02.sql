--(upgraDe

CREATE OR REPLACEvIEW chro`ucts;

-- rollback

DRa- rollublic;
K- upgrade
--
udit;

-- roll-- dbwarden: no-transacl-- dbwarden: no-transaction
-- dbwarden: irreversible
-- dbGGGGGGGGGGGGGGGGGGGGGGbGtion
-- dbwarden: irreversible
-- dbGGGGGGGGGGGGGGGGGGGGGGbG-transaction
-- dbwarden: irreversible
-- dbGGGGGGGGGGGGG