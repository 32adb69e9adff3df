DROP TRIGGER gone_delete;

DROP TABLE gone;

CREATE TABLE IF NOT EXISTS fresh (
    a INT
) ENGINE=InnoDB;

CREATE INDEX k ON fresh (a);
