CREATE TABLE sales (id INTEGER PRIMARY KEY, amount INT, day TEXT);
CREATE TABLE totals (day TEXT PRIMARY KEY, amount INT NOT NULL);
CREATE VIEW best AS SELECT max(amount) AS amount FROM totals;
