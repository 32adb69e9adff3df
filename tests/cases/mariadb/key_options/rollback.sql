ALTER TABLE notes DROP PRIMARY KEY, ADD PRIMARY KEY (id) COMMENT 'by number';
DROP INDEX tags ON notes;
DROP INDEX both_of ON notes;
CREATE INDEX tags ON notes (tag) KEY_BLOCK_SIZE 1;
ALTER TABLE notes ADD CONSTRAINT both_of UNIQUE (id, tag);
