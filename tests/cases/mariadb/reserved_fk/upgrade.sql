CREATE INDEX `foreign` ON `group` (`index`);

ALTER TABLE `group` ADD CONSTRAINT `foreign` FOREIGN KEY (`index`) REFERENCES `order`(`key`);
