DROP VIEW `totals`;

DROP VIEW `noted`;

CREATE TABLE IF NOT EXISTS totals (
    day DATE PRIMARY KEY,
    amount INT NOT NULL
) ENGINE=InnoDB;

ALTER TABLE sales DROP COLUMN note;

CREATE VIEW `noted` AS select `s`.`id` AS `id` from `sales` `s`;
