CREATE TABLE `Users` (`Id` INT, `Name` VARCHAR(10));
