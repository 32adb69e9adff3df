-- What a MariaDB database can hold, to hurt.
CREATE TABLE users (
    id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
    email varchar(255) NOT NULL UNIQUE COMMENT 'lower case',
    flag bool NOT NULL DEFAULT true,
    tiny tinyint NOT NULL DEFAULT 0,
    wide int(5) unsigned zerofill,
    year_of year(4),
    score decimal(10,2) DEFAULT 0.5,
    state enum('new','it''s','a,b') NOT NULL DEFAULT 'it''s',
    flags set('x','y'),
    name varchar(20) DEFAULT 'NULL',
    nothing varchar(20) DEFAULT NULL,
    word varchar(20) DEFAULT 'say "hi" \\ it''s',
    computed int DEFAULT (1 + 2),
    key_id binary(16) DEFAULT (unhex(replace(uuid(), '-', ''))),
    doc json NOT NULL,
    checked longtext CHECK (length(checked) > 3),
    born date,
    seen datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
    note text COLLATE utf8mb4_bin,
    old varchar(10) CHARACTER SET latin1,
    initial char(1) AS (left(email, 1)) PERSISTENT,
    shout varchar(255) AS (upper(email)) VIRTUAL,
    place point NOT NULL,
    bits bit(3) DEFAULT b'101',
    real_one double precision,
    CONSTRAINT grown_up CHECK (score > 0 and tiny < 5),
    UNIQUE KEY pair (name, state),
    KEY long_ones (note(20), email DESC),
    KEY hashed (born) COMMENT 'for the list',
    FULLTEXT KEY words (note),
    SPATIAL KEY places (place)
) COMMENT 'It''s everybody' DEFAULT CHARSET utf8mb4 COLLATE utf8mb4_general_ci ROW_FORMAT = COMPRESSED;

CREATE TABLE parents (a int, b int, PRIMARY KEY (b, a)) ENGINE = InnoDB;
CREATE TABLE `Odd Names` (
    `select` int,
    `back``tick` int,
    a int,
    b int,
    user_id bigint unsigned,
    CONSTRAINT pair FOREIGN KEY (b, a) REFERENCES parents (b, a) ON DELETE CASCADE ON UPDATE SET NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE TABLE _dbwarden_migrations (id int);
CREATE TABLE by_range (id int NOT NULL) PARTITION BY RANGE (id) (PARTITION low VALUES LESS THAN (10));
CREATE TABLE versioned (id int) WITH SYSTEM VERSIONING;
CREATE SEQUENCE tickets START WITH 100;
CREATE VIEW grown AS SELECT id, email FROM users WHERE tiny > 1;
CREATE TRIGGER by_hand BEFORE INSERT ON users FOR EACH ROW SET NEW.tiny = 1;
CREATE PROCEDURE tidy(IN days int, OUT gone int) DELETE FROM users WHERE tiny > days;
CREATE FUNCTION plus_one(n int) RETURNS int DETERMINISTIC RETURN n + 1;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM users WHERE tiny = 9;
