-- upgrade

ALTER TABLE days MODIFY COLUMN mood ENUM('ok', 'sad') NOT NULL DEFAULT 'ok';

-- rollback

ALTER TABLE days MODIFY COLUMN mood ENUM('sad', 'ok', 'happy') NOT NULL DEFAULT 'ok';

-- steps

-- alter column days.mood: conditional, destructive
--   fails or loses data if a value of `days.mood` does not fit its new type
