CREATE TABLE `order` (`key` INT PRIMARY KEY);
CREATE TABLE `group` (`index` INT);
