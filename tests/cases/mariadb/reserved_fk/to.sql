CREATE TABLE `order` (`key` INT PRIMARY KEY);
CREATE TABLE `group` (
    `index` INT,
    CONSTRAINT `foreign` FOREIGN KEY (`index`) REFERENCES `order` (`key`)
);
