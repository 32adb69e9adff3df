DROP VIEW `noted`;
ALTER TABLE sales ADD COLUMN note TEXT;
DROP TABLE totals;
CREATE SQL SECURITY INVOKER VIEW `noted` AS select `s`.`id` AS `id`,`s`.`note` AS `note` from `sales` `s` where `s`.`note` is not null WITH LOCAL CHECK OPTION;
CREATE VIEW `totals` AS select `sales`.`day` AS `day`,sum(`sales`.`amount`) AS `amount` from `sales` group by `sales`.`day`;
