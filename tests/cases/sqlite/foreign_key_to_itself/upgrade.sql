-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_nodes (
    id INTEGER PRIMARY KEY,
    parent BIGINT REFERENCES nodes(id) ON DELETE CASCADE,
    root INT REFERENCES nodes ON DELETE RESTRICT
);

INSERT INTO _dbwarden_new_nodes (id, parent) SELECT id, parent FROM nodes;

DROP TABLE nodes;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_nodes RENAME TO nodes;

PRAGMA legacy_alter_table = OFF;
