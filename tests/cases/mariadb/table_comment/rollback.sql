ALTER TABLE t COMMENT = 'it''s \\ old';
