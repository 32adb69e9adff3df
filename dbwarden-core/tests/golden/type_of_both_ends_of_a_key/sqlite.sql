-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_accounts (
    code TEXT NOT NULL PRIMARY KEY
);

INSERT INTO _dbwarden_new_accounts (rowid, code) SELECT rowid, code FROM accounts;

DROP TABLE accounts;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_accounts RENAME TO accounts;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_entries (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts(code)
);

INSERT INTO _dbwarden_new_entries (id, account) SELECT id, account FROM entries;

DROP TABLE entries;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_entries RENAME TO entries;

PRAGMA legacy_alter_table = OFF;

-- rollback

CREATE TABLE _dbwarden_new_entries (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts(code)
);
INSERT INTO _dbwarden_new_entries (id, account) SELECT id, account FROM entries;
DROP TABLE entries;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_entries RENAME TO entries;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_accounts (
    code INTEGER NOT NULL PRIMARY KEY
);
INSERT INTO _dbwarden_new_accounts (rowid, code) SELECT rowid, code FROM accounts;
DROP TABLE accounts;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_accounts RENAME TO accounts;
PRAGMA legacy_alter_table = OFF;

-- steps

-- rebuild table accounts: alter column accounts.code: type: conditional, destructive
--   fails or loses data if a value of `accounts.code` does not fit its new type
-- rebuild table entries: alter column entries.account: type: conditional, destructive
--   fails or loses data if a value of `entries.account` does not fit its new type
