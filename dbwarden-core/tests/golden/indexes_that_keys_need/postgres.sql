-- upgrade

ALTER TABLE readings DROP CONSTRAINT readings_pkey;

DROP INDEX IF EXISTS ix_readings_post;

ALTER TABLE readings ADD CONSTRAINT readings_pkey PRIMARY KEY (user_id, post_id, channel);

CREATE INDEX IF NOT EXISTS ix_readings_post ON readings (post_id, user_id);

-- rollback

DROP INDEX IF EXISTS ix_readings_post;
ALTER TABLE readings DROP CONSTRAINT readings_pkey;
CREATE INDEX IF NOT EXISTS ix_readings_post ON readings (post_id, channel);
ALTER TABLE readings ADD CONSTRAINT readings_pkey PRIMARY KEY (user_id, channel, post_id);

-- steps

-- drop primary key readings_pkey of readings: conditional
-- drop index ix_readings_post on readings: real
-- add primary key readings_pkey of readings: real
-- add index ix_readings_post on readings: real
