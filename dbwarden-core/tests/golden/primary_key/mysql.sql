-- upgrade

ALTER TABLE memberships DROP PRIMARY KEY;

ALTER TABLE memberships ADD PRIMARY KEY (user_id, group_id);

-- rollback

ALTER TABLE memberships DROP PRIMARY KEY;
ALTER TABLE memberships ADD PRIMARY KEY (user_id);

-- steps

-- drop primary key memberships_pkey of memberships: conditional
-- add primary key memberships_pkey of memberships: real
--   fails if rows of `memberships` are not unique in it
