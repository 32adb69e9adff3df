CREATE TABLE `my table` (`a b` INT, `select` INT, `x``y` INT, `ä` INT);
