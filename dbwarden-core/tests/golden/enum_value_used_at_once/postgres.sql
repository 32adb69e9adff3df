-- upgrade

ALTER TYPE mood RENAME TO mood_old;

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');

ALTER TABLE days
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE mood USING mood::text::mood,
    ALTER COLUMN mood SET DEFAULT 'happy';

DROP TYPE mood_old;

-- rollback

ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE days
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE mood USING mood::text::mood,
    ALTER COLUMN mood SET DEFAULT 'ok';
DROP TYPE mood_old;

-- steps

-- rewrite enum mood: conditional
