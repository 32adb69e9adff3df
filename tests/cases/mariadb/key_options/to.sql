CREATE TABLE notes (id INT NOT NULL, body TEXT, tag VARCHAR(20),
    PRIMARY KEY (id) COMMENT 'the number', KEY tags (tag) KEY_BLOCK_SIZE=4, UNIQUE KEY both_of (id, tag) KEY_BLOCK_SIZE=2);
