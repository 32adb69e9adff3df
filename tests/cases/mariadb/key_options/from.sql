CREATE TABLE notes (id INT NOT NULL, body TEXT, tag VARCHAR(20),
    PRIMARY KEY (id) COMMENT 'by number', KEY tags (tag) KEY_BLOCK_SIZE=1, UNIQUE KEY both_of (id, tag));
