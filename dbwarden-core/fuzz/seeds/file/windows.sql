-- upgrade
CREATE TABLE a (id INT);
-- rollback
DROP TABLE a;
