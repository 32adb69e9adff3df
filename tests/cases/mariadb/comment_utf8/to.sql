CREATE TABLE t (a INT COMMENT 'ä ö € 😀') COMMENT='日本語';
