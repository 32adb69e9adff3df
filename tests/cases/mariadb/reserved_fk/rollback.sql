ALTER TABLE `group` DROP FOREIGN KEY `foreign`;
DROP INDEX `foreign` ON `group`;
