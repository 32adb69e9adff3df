-- upgrade

COMMENT ON COLUMN users.email IS 'where they are reached';

COMMENT ON TABLE users IS 'All \ our ''people''';

-- rollback

COMMENT ON TABLE users IS 'Core user accounts';
COMMENT ON COLUMN users.email IS NULL;

-- steps

-- set comment of column users.email: real
-- set comment of table users: real
