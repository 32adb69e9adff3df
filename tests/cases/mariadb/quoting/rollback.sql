DROP INDEX `a-b` ON `my table`;
ALTER TABLE `my table` DROP CONSTRAINT `c 1`;
ALTER TABLE `my table` MODIFY COLUMN `x``y` INT;
ALTER TABLE `my table` MODIFY COLUMN `select` INT;
ALTER TABLE `my table` MODIFY COLUMN `a b` INT;
