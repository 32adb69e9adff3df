-- upgrade

ALTER TABLE customers MODIFY COLUMN tier ENUM('basic', 'plus;', 'pro', 'staff') NOT NULL DEFAULT 'basic';
UPDATE customers SET tier = 'staff' WHERE email LIKE '%@example.org' AND name LIKE 'Ada%';

-- rollback

UPDATE customers SET tier = 'basic' WHERE tier = 'staff';
ALTER TABLE customers MODIFY COLUMN tier ENUM('basic', 'plus;', 'pro') NOT NULL DEFAULT 'basic';
