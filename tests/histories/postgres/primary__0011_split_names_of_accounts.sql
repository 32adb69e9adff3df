-- upgrade

ALTER TABLE accounts ADD COLUMN given_name TEXT, ADD COLUMN family_name TEXT;

UPDATE accounts SET
    given_name = split_part(regexp_replace(display_name, '\s+', ' ', 'g'), ' ', 1),
    family_name = nullif(split_part(regexp_replace(display_name, '\s+', ' ', 'g'), ' ', 2), '')
WHERE kind = 'person';

UPDATE accounts SET given_name = display_name WHERE given_name IS NULL;
ALTER TABLE accounts ALTER COLUMN given_name SET NOT NULL;

-- rollback

ALTER TABLE accounts DROP COLUMN family_name, DROP COLUMN given_name;
