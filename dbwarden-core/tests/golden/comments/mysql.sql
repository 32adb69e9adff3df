-- upgrade

ALTER TABLE users MODIFY COLUMN email VARCHAR(255) NOT NULL COMMENT 'where they are reached';

ALTER TABLE users COMMENT = 'All \\ our ''people''';

-- rollback

ALTER TABLE users COMMENT = 'Core user accounts';
ALTER TABLE users MODIFY COLUMN email VARCHAR(255) NOT NULL;

-- steps

-- alter column users.email: real
-- set comment of table users: real
