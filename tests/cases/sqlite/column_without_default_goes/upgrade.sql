-- dbwarden: foreign-keys-off

ALTER TABLE person DROP COLUMN code;
