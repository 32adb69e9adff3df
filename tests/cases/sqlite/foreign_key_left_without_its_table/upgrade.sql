-- dbwarden: foreign-keys-off

DROP TABLE p;
