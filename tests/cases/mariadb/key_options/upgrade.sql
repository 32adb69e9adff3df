DROP INDEX both_of ON notes;

DROP INDEX tags ON notes;

CREATE UNIQUE INDEX both_of ON notes (id, tag) KEY_BLOCK_SIZE 2;

CREATE INDEX tags ON notes (tag) KEY_BLOCK_SIZE 4;

ALTER TABLE notes DROP PRIMARY KEY, ADD PRIMARY KEY (id) COMMENT 'the number';
