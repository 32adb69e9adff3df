-- upgrade

CREATE TABLE IF NOT EXISTS `order` (
    id INT AUTO_INCREMENT PRIMARY KEY,
    `group` INT NOT NULL DEFAULT 1 UNIQUE,
    `Total Sum` INT
) DEFAULT CHARSET=utf8mb4;

CREATE INDEX `ix_order_Total Sum` ON `order` (`Total Sum`);

CREATE TABLE IF NOT EXISTS `rank` (
    id INT AUTO_INCREMENT PRIMARY KEY,
    order_id INT NOT NULL,
    CONSTRAINT rank_order_id_fkey FOREIGN KEY (order_id) REFERENCES `order`(id)
) DEFAULT CHARSET=utf8mb4;

-- rollback

DROP TABLE `rank`;
DROP TABLE `order`;

-- steps

-- create table order: real
-- add index ix_order_Total Sum on order: real
-- create table rank: real
