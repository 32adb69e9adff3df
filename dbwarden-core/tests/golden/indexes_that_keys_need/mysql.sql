-- upgrade

ALTER TABLE readings DROP FOREIGN KEY readings_user;

ALTER TABLE readings DROP FOREIGN KEY readings_post;

DROP INDEX ix_readings_post ON readings;

CREATE INDEX ix_readings_post ON readings (post_id, user_id);

ALTER TABLE readings DROP PRIMARY KEY, ADD PRIMARY KEY (user_id, post_id, channel);

ALTER TABLE readings ADD CONSTRAINT readings_user FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE readings ADD CONSTRAINT readings_post FOREIGN KEY (post_id) REFERENCES posts(id);

-- rollback

ALTER TABLE readings DROP FOREIGN KEY readings_post;
ALTER TABLE readings DROP FOREIGN KEY readings_user;
ALTER TABLE readings DROP PRIMARY KEY, ADD PRIMARY KEY (user_id, channel, post_id);
DROP INDEX ix_readings_post ON readings;
CREATE INDEX ix_readings_post ON readings (post_id, channel);
ALTER TABLE readings ADD CONSTRAINT readings_post FOREIGN KEY (post_id) REFERENCES posts(id);
ALTER TABLE readings ADD CONSTRAINT readings_user FOREIGN KEY (user_id) REFERENCES users(id);

-- steps

-- drop foreign key readings_user of readings: conditional
-- drop foreign key readings_post of readings: conditional
-- drop index ix_readings_post on readings: real
-- add index ix_readings_post on readings: real
-- drop primary key readings_pkey of readings, add primary key readings_pkey of readings: conditional
-- add foreign key readings_user of readings: real
-- add foreign key readings_post of readings: real
