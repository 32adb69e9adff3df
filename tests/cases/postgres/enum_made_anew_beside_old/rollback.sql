DROP TABLE status_old2;
ALTER TYPE status RENAME TO status_old3;
CREATE TYPE status AS ENUM ('new', 'open', 'closed');
ALTER TABLE ticket ALTER COLUMN status TYPE status USING status::text::status;
DROP TYPE status_old3;
