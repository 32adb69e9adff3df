CREATE TABLE `my table` (
    `a b` BIGINT,
    `select` INT NOT NULL,
    `x``y` INT DEFAULT 3,
    `ä` INT,
    KEY `a-b` (`a b`),
    CONSTRAINT `c 1` CHECK (`x``y` > 0)
);
