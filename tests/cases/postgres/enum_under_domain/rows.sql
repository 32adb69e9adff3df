INSERT INTO t VALUES (1, 'new', '{new,old}'), (2, 'old', NULL);
