-- upgrade

ALTER TABLE memberships DROP CONSTRAINT memberships_pkey;

ALTER TABLE memberships ADD CONSTRAINT memberships_pkey PRIMARY KEY (user_id, group_id);

-- rollback

ALTER TABLE memberships DROP CONSTRAINT memberships_pkey;
ALTER TABLE memberships ADD CONSTRAINT memberships_pkey PRIMARY KEY (user_id);

-- steps

-- drop primary key memberships_pkey of memberships: conditional
-- add primary key memberships_pkey of memberships: real
