-- upgrade

ALTER TABLE entries DROP FOREIGN KEY entries_account_fkey;

ALTER TABLE accounts MODIFY COLUMN code VARCHAR(20) NOT NULL;

ALTER TABLE entries MODIFY COLUMN account VARCHAR(20) NOT NULL;

ALTER TABLE entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES accounts(code);

-- rollback

ALTER TABLE entries DROP FOREIGN KEY entries_account_fkey;
DROP INDEX entries_account_fkey ON entries;
ALTER TABLE entries MODIFY COLUMN account INT NOT NULL;
ALTER TABLE accounts MODIFY COLUMN code INT NOT NULL;
ALTER TABLE entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES accounts(code);

-- steps

-- drop foreign key entries_account_fkey of entries: conditional
-- alter column accounts.code: conditional, destructive
--   fails or loses data if a value of `accounts.code` does not fit its new type
-- alter column entries.account: conditional, destructive
--   fails or loses data if a value of `entries.account` does not fit its new type
-- add foreign key entries_account_fkey of entries: real
