CREATE TABLE t (`order` BIGINT, CONSTRAINT `my check` CHECK (`order` > 0));
