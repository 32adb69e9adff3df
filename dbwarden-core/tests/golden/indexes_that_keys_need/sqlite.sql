-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_readings (
    user_id INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, post_id, channel),
    CONSTRAINT readings_user FOREIGN KEY (user_id) REFERENCES users(id),
    CONSTRAINT readings_post FOREIGN KEY (post_id) REFERENCES posts(id)
);

INSERT INTO _dbwarden_new_readings (rowid, user_id, channel, post_id) SELECT rowid, user_id, channel, post_id FROM readings;

DROP TABLE readings;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_readings RENAME TO readings;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS ix_readings_post ON readings (post_id, user_id);

-- rollback

CREATE TABLE _dbwarden_new_readings (
    user_id INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, channel, post_id),
    CONSTRAINT readings_user FOREIGN KEY (user_id) REFERENCES users(id),
    CONSTRAINT readings_post FOREIGN KEY (post_id) REFERENCES posts(id)
);
INSERT INTO _dbwarden_new_readings (rowid, user_id, channel, post_id) SELECT rowid, user_id, channel, post_id FROM readings;
DROP TABLE readings;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_readings RENAME TO readings;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS ix_readings_post ON readings (post_id, channel);

-- steps

-- rebuild table readings: drop primary key (user_id, channel, post_id) of readings, add primary key (user_id, post_id, channel) of readings, drop index ix_readings_post on readings, add index ix_readings_post on readings: conditional
--   add primary key (user_id, post_id, channel) of readings fails if rows of `readings` are not unique in it
