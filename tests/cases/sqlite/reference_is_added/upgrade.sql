-- dbwarden: foreign-keys-off

ALTER TABLE person ADD COLUMN team_id INTEGER REFERENCES team(id) ON DELETE CASCADE;

ALTER TABLE person ADD COLUMN note TEXT;

CREATE INDEX IF NOT EXISTS ix_team ON person (team_id);
