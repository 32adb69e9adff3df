-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_memberships (
    user_id INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, group_id)
);

INSERT INTO _dbwarden_new_memberships (rowid, user_id, group_id) SELECT rowid, user_id, group_id FROM memberships;

DROP TABLE memberships;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_memberships RENAME TO memberships;

PRAGMA legacy_alter_table = OFF;

-- rollback

CREATE TABLE _dbwarden_new_memberships (
    user_id INTEGER NOT NULL PRIMARY KEY,
    group_id INTEGER NOT NULL
);
INSERT INTO _dbwarden_new_memberships (rowid, user_id, group_id) SELECT rowid, user_id, group_id FROM memberships;
DROP TABLE memberships;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_memberships RENAME TO memberships;
PRAGMA legacy_alter_table = OFF;

-- steps

-- rebuild table memberships: drop primary key (user_id) of memberships, add primary key (user_id, group_id) of memberships: conditional
--   add primary key (user_id, group_id) of memberships fails if rows of `memberships` are not unique in it
