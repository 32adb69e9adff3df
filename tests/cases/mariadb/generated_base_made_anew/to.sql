CREATE TABLE t (rate INT AS (7) STORED, net INT AS (rate * 2) STORED, gross INT AS (rate + net) VIRTUAL, note TEXT, twice INT AS (net * 2) VIRTUAL, KEY by_net (net));
