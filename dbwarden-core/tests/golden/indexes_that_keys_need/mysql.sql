-- upgrade

ALTER TABLE readings DROP FOREIGN KEY readings_user;

ALTER TABLE readings DROP FOREIGN KEY readings_post;

ALTER TABLE readings DROP PRIMARY KEY;

DROP INDEX ix_readings_post ON readings;

ALTER TABLE readings ADD PRIMARY KEY (user_id, post_id, channel);

CREATE INDEX ix_readings_post ON readings (post_id, user_id);

ALTER TABLE readings ADD CONSTRAINT readings_user FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE readings ADD CONSTRAINT readings_post FOREIGN KEY (post_id) REFERENCES posts(id);

-- rollback

ALTER TABLE readings DROP FOREIGN KEY readings_post;
ALTER TABLE readings DROP FOREIGN KEY readings_user;
DROP INDEX ix_readings_post ON readings;
ALTER TABLE readings DROP PRIMARY KEY;
CREATE INDEX ix_readings_post ON readings (post_id, channel);
ALTER TABLE readings ADD PRIMARY KEY (user_id, channel, post_id);
ALTER TABLE readings ADD CONSTRAINT readings_post FOREIGN KEY (post_id) REFERENCES posts(id);
ALTER TABLE readings ADD CONSTRAINT readings_user FOREIGN KEY (user_id) REFERENCES users(id);

-- steps

-- drop foreign key readings_user of readings: conditional
-- drop foreign key readings_post of readings: conditional
-- drop primary key readings_pkey of readings: conditional
-- drop index ix_readings_post on readings: real
-- add primary key readings_pkey of readings: real
--   fails if rows of `readings` are not unique in it
-- add index ix_readings_post on readings: real
-- add foreign key readings_user of readings: real
-- add foreign key readings_post of readings: real
