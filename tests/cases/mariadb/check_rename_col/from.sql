CREATE TABLE t (`order` INT, CONSTRAINT `my check` CHECK (`order` > 0));
