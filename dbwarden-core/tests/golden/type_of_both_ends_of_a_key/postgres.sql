-- upgrade

ALTER TABLE entries DROP CONSTRAINT entries_account_fkey;

ALTER TABLE accounts ALTER COLUMN code TYPE VARCHAR(20);

ALTER TABLE entries ALTER COLUMN account TYPE VARCHAR(20);

ALTER TABLE entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES accounts(code);

-- rollback

ALTER TABLE entries DROP CONSTRAINT entries_account_fkey;
ALTER TABLE entries ALTER COLUMN account TYPE INTEGER USING account::INTEGER;
ALTER TABLE accounts ALTER COLUMN code TYPE INTEGER USING code::INTEGER;
ALTER TABLE entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES accounts(code);

-- steps

-- drop foreign key entries_account_fkey of entries: conditional
-- alter column accounts.code: conditional, destructive
--   fails or loses data if a value of `accounts.code` does not fit its new type
-- alter column entries.account: conditional, destructive
--   fails or loses data if a value of `entries.account` does not fit its new type
-- add foreign key entries_account_fkey of entries: real
