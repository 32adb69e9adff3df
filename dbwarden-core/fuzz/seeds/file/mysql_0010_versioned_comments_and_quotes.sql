-- upgrade

CREATE TABLE `order;lines` (
    `key` INT NOT NULL,
    `a``b` VARCHAR(10) DEFAULT "x;y",
    `日本` TEXT,
    PRIMARY KEY (`key`)
) /*!50100 COMMENT='only where it''s new; enough' */;
/*! INSERT INTO `order;lines` (`key`) VALUES (1) */;

-- rollback

DROP TABLE `order;lines`;
