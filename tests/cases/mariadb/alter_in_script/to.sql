CREATE TABLE u (a BIGINT, b INT, c INT, KEY b (b, c));
