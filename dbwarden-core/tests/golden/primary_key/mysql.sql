-- upgrade

ALTER TABLE memberships DROP PRIMARY KEY, ADD PRIMARY KEY (user_id, group_id);

-- rollback

ALTER TABLE memberships DROP PRIMARY KEY, ADD PRIMARY KEY (user_id);

-- steps

-- drop primary key memberships_pkey of memberships, add primary key memberships_pkey of memberships: conditional
