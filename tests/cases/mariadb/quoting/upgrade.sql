ALTER TABLE `my table`
    MODIFY COLUMN `a b` BIGINT,
    MODIFY COLUMN `select` INT NOT NULL,
    MODIFY COLUMN `x``y` INT DEFAULT 3;

ALTER TABLE `my table` ADD CONSTRAINT `c 1` CHECK (`x``y` > 0);

CREATE INDEX `a-b` ON `my table` (`a b`);
