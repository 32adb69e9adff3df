-- upgrade
-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_days (
    id INTEGER PRIMARY KEY,
    mood TEXT NOT NULL DEFAULT 'ok' CHECK (mood IN ('awful', 'sad', 'ok', 'happy'))
);

INSERT INTO _dbwarden_new_days (id, mood) SELECT id, mood FROM days;

DROP TABLE days;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_days RENAME TO days;

PRAGMA legacy_alter_table = OFF;

-- rollback

CREATE TABLE _dbwarden_new_days (
    id INTEGER PRIMARY KEY,
    mood TEXT NOT NULL DEFAULT 'ok' CHECK (mood IN ('sad', 'ok'))
);
INSERT INTO _dbwarden_new_days (id, mood) SELECT id, mood FROM days;
DROP TABLE days;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_days RENAME TO days;
PRAGMA legacy_alter_table = OFF;

-- steps

-- rebuild table days: drop check (mood IN ('sad', 'ok')) of days, add check (mood IN ('awful', 'sad', 'ok', 'happy')) of days: conditional
--   add check (mood IN ('awful', 'sad', 'ok', 'happy')) of days fails if a row of `days` does not meet it
