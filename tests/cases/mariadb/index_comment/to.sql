CREATE TABLE t (a INT, KEY i1 (a) COMMENT 'it''s');
