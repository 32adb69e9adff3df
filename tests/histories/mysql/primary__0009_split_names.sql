-- upgrade

ALTER TABLE customers ADD COLUMN given_name VARCHAR(100) NULL AFTER name, ADD COLUMN rest VARCHAR(100) NULL AFTER given_name;
UPDATE customers SET given_name = substring_index(name, ' ', 1), rest = nullif(substr(name, locate(' ', name) + 1), name);
ALTER TABLE customers MODIFY given_name VARCHAR(100) NOT NULL;

-- rollback

ALTER TABLE customers DROP COLUMN rest, DROP COLUMN given_name;
