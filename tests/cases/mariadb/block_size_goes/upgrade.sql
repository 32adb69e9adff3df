DROP INDEX gone ON parts;

ALTER TABLE parts ADD COLUMN fresh INT;

ALTER TABLE parts
    ROW_FORMAT=DEFAULT KEY_BLOCK_SIZE=0,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (id),
    DROP INDEX code,
    ADD CONSTRAINT code UNIQUE (code),
    DROP INDEX made_by,
    ADD INDEX made_by (maker);

CREATE INDEX fresh ON parts (fresh);

ALTER TABLE parts DROP COLUMN gone;
