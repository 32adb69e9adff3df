ALTER TABLE t COMMENT = 'new
line';
