-- upgrade

ALTER TYPE mood RENAME TO mood_old;

CREATE TYPE mood AS ENUM ('ok', 'sad');

ALTER TABLE days
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE mood USING mood::text::mood,
    ALTER COLUMN mood SET DEFAULT 'ok';

DROP TYPE mood_old;

-- rollback

ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
ALTER TABLE days
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE mood USING mood::text::mood,
    ALTER COLUMN mood SET DEFAULT 'ok';
DROP TYPE mood_old;

-- steps

-- rewrite enum mood: conditional, destructive
--   fails if a row holds the value `happy`
