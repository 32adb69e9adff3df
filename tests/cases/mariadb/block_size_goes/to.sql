CREATE TABLE makers (id INT PRIMARY KEY);
CREATE TABLE parts (id INT NOT NULL AUTO_INCREMENT, code VARCHAR(20), name VARCHAR(60), maker INT, fresh INT,
    PRIMARY KEY (id), UNIQUE KEY code (code), KEY name (name) KEY_BLOCK_SIZE=4, KEY fresh (fresh),
    CONSTRAINT made_by FOREIGN KEY (maker) REFERENCES makers (id));
CREATE TABLE uses (part INT, CONSTRAINT of_part FOREIGN KEY (part) REFERENCES parts (id));
