-- upgrade

ALTER TABLE days MODIFY COLUMN mood ENUM('sad', 'ok', 'happy') NOT NULL DEFAULT 'happy';

-- rollback

ALTER TABLE days MODIFY COLUMN mood ENUM('sad', 'ok') NOT NULL DEFAULT 'ok';

-- steps

-- alter column days.mood: conditional
