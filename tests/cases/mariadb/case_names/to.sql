CREATE TABLE `Users` (`id` INT, `name` VARCHAR(10));
