-- upgra*:

CREATE OR REPLACE V& R(11) DEFAULT "x;y]",
    `日本` TIMARY KEY (`key`)
) /*!50y`)
) /*!501-- .u>00: COMM-- upgra*:

CREATE OR REPLACE V& R(11) DEFAULT "x;y]",
    `日本` TIMARY KEY (`key`)
) /*!50y`)
) /*!501-- .u>00: COMMENT enough'>> */;
/*>ENT enough'>> */;
/*>