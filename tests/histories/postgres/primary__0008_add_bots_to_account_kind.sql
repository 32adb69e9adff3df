-- upgrade

ALTER TYPE account_kind ADD VALUE IF NOT EXISTS 'bot' AFTER 'person';

-- rollback

ALTER TABLE accounts ALTER COLUMN kind DROP DEFAULT;
ALTER TYPE account_kind RENAME TO account_kind_with_bots;
CREATE TYPE account_kind AS ENUM ('person', 'group');
UPDATE accounts SET kind = 'person' WHERE kind = 'bot';
ALTER TABLE accounts
    ALTER COLUMN kind TYPE account_kind USING kind::text::account_kind;
ALTER TABLE accounts ALTER COLUMN kind SET DEFAULT 'person';
DROP TYPE account_kind_with_bots;
