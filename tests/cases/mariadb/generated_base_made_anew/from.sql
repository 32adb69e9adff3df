CREATE TABLE t (rate INT NOT NULL, old INT, net INT AS (rate * 2) VIRTUAL, gross INT AS (rate + net) STORED, note TEXT, twice INT AS (net * 2) VIRTUAL, KEY by_net (net));
